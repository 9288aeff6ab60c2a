"""What Ouro's event loops offer beyond CPython's."""

from _ouro import DeadlockError, report_deadlocks, watchdog

__all__ = ("DeadlockError", "report_deadlocks", "watchdog")
