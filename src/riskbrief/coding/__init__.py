"""Articles to mentions: phrases, assertion, places, tolls, days, events."""
