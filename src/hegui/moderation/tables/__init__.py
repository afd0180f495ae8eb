"""Baked data of the moderation engine, and the script that bakes it."""
