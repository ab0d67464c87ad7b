"""Pure judgements about the fairness of a round: success, severity, agreement, time."""
