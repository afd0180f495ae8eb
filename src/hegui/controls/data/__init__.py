"""Controls on training data."""
