"""Five views that bring candidate pairs, each `find(...) -> Candidates`; `pipeline.py` unites them."""
