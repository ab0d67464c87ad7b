"""Everything at once: prints each benchmark's figures, and with --tables the rows for the README.

python -m benchmarks.run [--quick] [--tables]
"""

import argparse

from benchmarks import deadline, feedback, killing, line, members, wizard


def main() -> None:
    """Run one after the other, so that none disturbs another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a minute or two instead of about six")
    parser.add_argument("--tables", action="store_true", help="as tables in Markdown")
    chosen = parser.parse_args()
    for benchmark in (wizard, deadline, killing, members, line, feedback):
        figures = benchmark.run(quick=chosen.quick)
        print(figures.table() if chosen.tables else figures, end="\n\n", flush=True)


if __name__ == "__main__":
    main()
