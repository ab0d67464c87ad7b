"""Messages that leave by mail: queued with the act that causes them, sent by the worker, one recipient each."""
