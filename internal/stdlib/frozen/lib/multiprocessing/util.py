"""Odds and ends that programs look for here."""

import logging

__all__ = ["get_logger", "log_to_stderr", "SUBDEBUG", "SUBWARNING"]

SUBDEBUG = 5
SUBWARNING = 25


def get_logger():
    """The package's logger."""
    logger = logging.getLogger("multiprocessing")
    logger.propagate = False
    return logger


def log_to_stderr(level=None):
    """Have the package's logger write to sys.stderr."""
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("[%(levelname)s/%(processName)s] %(message)s"))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    return logger


def _cleanup_tests():
    """For tests: nothing is left to clean up."""
