"""Timers: as a class, a context manager or a decorator.

Stands in for the package codetiming where that is not installed.
"""

import functools
import math
import time
from collections import UserDict

__all__ = ["Timer", "TimerError"]
__version__ = "1.4.0"


class TimerError(Exception):
    """A timer was not used as it can be."""


class Timers(UserDict):
    """Sums of the times of named timers; single times are kept for statistics."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._timings = {}

    def add(self, name, value):
        """Count a time for a name."""
        self._timings.setdefault(name, []).append(value)
        self.data[name] = self.data.get(name, 0) + value

    def clear(self):
        """Forget everything."""
        self.data.clear()
        self._timings.clear()

    def __setitem__(self, name, value):
        raise TypeError(f"{self.__class__.__name__!r} does not support item assignment. "
                        "Use '.add()' to update values.")

    def apply(self, func, name):
        """A function of the list of a name's times."""
        if name in self._timings:
            return func(self._timings[name])
        raise KeyError(name)

    def count(self, name):
        """How many times were taken."""
        return self.apply(len, name=name)

    def total(self, name):
        """The sum of the times."""
        return self.apply(sum, name=name)

    def min(self, name):
        """The shortest time."""
        return self.apply(lambda times: min(times or [0]), name=name)

    def max(self, name):
        """The longest time."""
        return self.apply(lambda times: max(times or [0]), name=name)

    def mean(self, name):
        """The average time."""
        return self.apply(lambda times: sum(times) / len(times) if times else 0, name=name)

    def median(self, name):
        """The middle of the times in order."""
        def middle(times):
            times = sorted(times or [0])
            half = len(times) // 2
            if len(times) % 2:
                return times[half]
            return (times[half - 1] + times[half]) / 2
        return self.apply(middle, name=name)

    def stdev(self, name):
        """The standard deviation of the times; nan if there are too few."""
        if name not in self._timings:
            raise KeyError(name)
        times = self._timings[name]
        if len(times) < 2:
            return math.nan
        mean = sum(times) / len(times)
        return math.sqrt(sum((t - mean) ** 2 for t in times) / (len(times) - 1))


class Timer:
    """Measures the time between start() and stop(), or that a block or function takes."""

    timers = Timers()

    def __init__(self, name=None, text="Elapsed time: {:0.4f} seconds",
                 initial_text=False, logger=print):
        self.name = name
        self.text = text
        self.initial_text = initial_text
        self.logger = logger
        self.last = math.nan
        self._start_time = None

    def __repr__(self):
        return (f"Timer(name={self.name!r}, text={self.text!r}, "
                f"initial_text={self.initial_text!r}, logger={self.logger!r}, last={self.last!r})")

    def __eq__(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        return ((self.name, self.text, self.initial_text, self.logger, self.last)
                == (other.name, other.text, other.initial_text, other.logger, other.last))

    __hash__ = None

    def start(self):
        """Begin to measure."""
        if self._start_time is not None:
            raise TimerError("Timer is running. Use .stop() to stop it")
        if self.logger and self.initial_text:
            if isinstance(self.initial_text, str):
                text = self.initial_text.format(name=self.name)
            elif self.name:
                text = f"Timer {self.name} started"
            else:
                text = "Timer started"
            self.logger(text)
        self._start_time = time.perf_counter()

    def stop(self):
        """Stop, report and return the time in seconds."""
        if self._start_time is None:
            raise TimerError("Timer is not running. Use .start() to start it")
        self.last = time.perf_counter() - self._start_time
        self._start_time = None
        if self.logger:
            if callable(self.text):
                text = self.text(self.last)
            else:
                text = self.text.format(self.last, name=self.name,
                                        milliseconds=self.last * 1000,
                                        seconds=self.last, minutes=self.last / 60)
            self.logger(str(text))
        if self.name:
            self.timers.add(self.name, self.last)
        return self.last

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exc_info):
        self.stop()

    def __call__(self, func):
        @functools.wraps(func)
        def timed(*args, **kwargs):
            # A timer of its own for each call, so that calls may overlap.
            with type(self)(self.name, self.text, self.initial_text, self.logger) as timer:
                result = func(*args, **kwargs)
            self.last = timer.last
            return result
        return timed
