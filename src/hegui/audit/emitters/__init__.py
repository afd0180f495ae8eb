"""The posture, written for machines: JSON, and JUnit for a build server."""
