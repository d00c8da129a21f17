"""`python -m riskbrief`."""

from riskbrief.cli import main

if __name__ == "__main__":
    main()
