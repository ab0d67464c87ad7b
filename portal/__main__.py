"""`portal` on the command line."""

from portal.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
