# Thin on purpose: portal/bootstrap.py sets up what each command needs, then becomes it.
# ARGS goes to the command: make test ARGS="tests/unit -k words", make migration ARGS="Add a column"

.PHONY: run test check fix migration benchmark

run test check fix migration benchmark:
	@python3 portal/bootstrap.py $@ $(ARGS)
