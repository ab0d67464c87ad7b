"""Pure judgements: when booking is open and for whom, who moves up, what groups need, and what a workshop changed."""
