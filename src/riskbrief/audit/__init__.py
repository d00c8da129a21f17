"""The audit of coding: what readers are asked, how they answer, and what their answers say of precision and recall."""
