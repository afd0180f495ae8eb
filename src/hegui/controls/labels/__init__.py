"""Controls on AI labels."""
