"""Waiting until one of many files is ready for reading or writing."""

import math
import select
from abc import ABCMeta, abstractmethod
from collections import namedtuple
from collections.abc import Mapping

EVENT_READ = 1 << 0
EVENT_WRITE = 1 << 1


def _fileobj_to_fd(fileobj):
    """The descriptor of a number or of an object with fileno()."""
    if isinstance(fileobj, int):
        fd = fileobj
    else:
        try:
            fd = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError(f"Invalid file object: {fileobj!r}") from None
    if fd < 0:
        raise ValueError(f"Invalid file descriptor: {fd}")
    return fd


SelectorKey = namedtuple("SelectorKey", ["fileobj", "fd", "events", "data"])
SelectorKey.__doc__ = "A registered file object, its descriptor, events and data."


class _SelectorMapping(Mapping):
    """File objects (or descriptors) to their keys."""

    def __init__(self, selector):
        self._selector = selector

    def __len__(self):
        return len(self._selector._fd_to_key)

    def get(self, fileobj, default=None):
        return self._selector._fd_to_key.get(
            self._selector._fileobj_lookup(fileobj), default)

    def __getitem__(self, fileobj):
        fd = self._selector._fileobj_lookup(fileobj)
        key = self._selector._fd_to_key.get(fd)
        if key is None:
            raise KeyError(f"{fileobj!r} is not registered")
        return key

    def __iter__(self):
        return iter(self._selector._fd_to_key)


class BaseSelector(metaclass=ABCMeta):
    """What all selectors can do."""

    @abstractmethod
    def register(self, fileobj, events, data=None):
        """Watch a file object; returns its key."""
        raise NotImplementedError

    @abstractmethod
    def unregister(self, fileobj):
        """Watch a file object no longer; returns its key."""
        raise NotImplementedError

    def modify(self, fileobj, events, data=None):
        """Change events or data of a file object; returns its new key."""
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    @abstractmethod
    def select(self, timeout=None):
        """Wait; returns a list of (key, events that are ready)."""
        raise NotImplementedError

    def close(self):
        """Free what the selector holds."""

    def get_key(self, fileobj):
        """The key of a registered file object."""
        mapping = self.get_map()
        if mapping is None:
            raise RuntimeError("Selector is closed")
        try:
            return mapping[fileobj]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None

    @abstractmethod
    def get_map(self):
        """A mapping of file objects to keys."""
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class _BaseSelectorImpl(BaseSelector):
    """Keeps the keys."""

    def __init__(self):
        self._fd_to_key = {}
        self._map = _SelectorMapping(self)

    def _fileobj_lookup(self, fileobj):
        try:
            return _fileobj_to_fd(fileobj)
        except ValueError:
            # It may be closed by now and still be known.
            for key in self._fd_to_key.values():
                if key.fileobj is fileobj:
                    return key.fd
            raise

    def register(self, fileobj, events, data=None):
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError(f"Invalid events: {events!r}")
        key = SelectorKey(fileobj, self._fileobj_lookup(fileobj), events, data)
        if key.fd in self._fd_to_key:
            raise KeyError(f"{fileobj!r} (FD {key.fd}) is already registered")
        self._fd_to_key[key.fd] = key
        return key

    def unregister(self, fileobj):
        try:
            return self._fd_to_key.pop(self._fileobj_lookup(fileobj))
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None

    def modify(self, fileobj, events, data=None):
        try:
            key = self._fd_to_key[self._fileobj_lookup(fileobj)]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None
        if events != key.events:
            self.unregister(fileobj)
            key = self.register(fileobj, events, data)
        elif data != key.data:
            key = key._replace(data=data)
            self._fd_to_key[key.fd] = key
        return key

    def close(self):
        self._fd_to_key.clear()
        self._map = None

    def get_map(self):
        return self._map


class SelectSelector(_BaseSelectorImpl):
    """Uses select()."""

    def __init__(self):
        super().__init__()
        self._readers = set()
        self._writers = set()

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        if events & EVENT_READ:
            self._readers.add(key.fd)
        if events & EVENT_WRITE:
            self._writers.add(key.fd)
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        self._readers.discard(key.fd)
        self._writers.discard(key.fd)
        return key

    _select = select.select

    def select(self, timeout=None):
        if timeout is not None:
            timeout = max(timeout, 0)
        try:
            readable, writable, _ = self._select(self._readers, self._writers, [],
                                                 timeout)
        except InterruptedError:
            return []
        readable, writable = frozenset(readable), frozenset(writable)
        ready = []
        for fd in readable | writable:
            key = self._fd_to_key.get(fd)
            if key:
                events = (EVENT_READ if fd in readable else 0) | (
                    EVENT_WRITE if fd in writable else 0)
                ready.append((key, events & key.events))
        return ready


class _PollLikeSelector(_BaseSelectorImpl):
    """What poll, epoll and /dev/poll have in common."""

    _selector_cls = None
    _EVENT_READ = None
    _EVENT_WRITE = None

    def __init__(self):
        super().__init__()
        self._selector = self._selector_cls()

    def _native_events(self, events):
        return (self._EVENT_READ if events & EVENT_READ else 0) | (
            self._EVENT_WRITE if events & EVENT_WRITE else 0)

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        try:
            self._selector.register(key.fd, self._native_events(events))
        except:
            super().unregister(fileobj)
            raise
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        try:
            self._selector.unregister(key.fd)
        except OSError:
            pass  # closed in the meantime
        return key

    def modify(self, fileobj, events, data=None):
        try:
            key = self._fd_to_key[self._fileobj_lookup(fileobj)]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None
        if events != key.events:
            try:
                self._selector.modify(key.fd, self._native_events(events))
            except:
                super().unregister(fileobj)
                raise
        if events != key.events or data != key.data:
            key = key._replace(events=events, data=data)
            self._fd_to_key[key.fd] = key
        return key

    def _wait(self, timeout):
        """Raw (descriptor, events) pairs; `timeout` in seconds."""
        if timeout is not None:
            # Milliseconds, rounded up so as not to spin.
            timeout = 0 if timeout <= 0 else math.ceil(timeout * 1e3)
        return self._selector.poll(timeout)

    def select(self, timeout=None):
        try:
            raw = self._wait(timeout)
        except InterruptedError:
            return []
        not_in, not_out = ~self._EVENT_READ, ~self._EVENT_WRITE
        ready = []
        for fd, event in raw:
            key = self._fd_to_key.get(fd)
            if key:
                # Errors and hang-ups make both kinds ready.
                events = (EVENT_WRITE if event & not_in else 0) | (
                    EVENT_READ if event & not_out else 0)
                ready.append((key, events & key.events))
        return ready


if hasattr(select, "poll"):
    class PollSelector(_PollLikeSelector):
        """Uses poll()."""

        _selector_cls = select.poll
        _EVENT_READ = select.POLLIN
        _EVENT_WRITE = select.POLLOUT


if hasattr(select, "epoll"):
    class EpollSelector(_PollLikeSelector):
        """Uses epoll."""

        _selector_cls = select.epoll
        _EVENT_READ = select.EPOLLIN
        _EVENT_WRITE = select.EPOLLOUT

        def fileno(self):
            return self._selector.fileno()

        def _wait(self, timeout):
            if timeout is None:
                timeout = -1
            elif timeout <= 0:
                timeout = 0
            else:
                timeout = math.ceil(timeout * 1e3) * 1e-3
            return self._selector.poll(timeout, max(len(self._fd_to_key), 1))

        def close(self):
            self._selector.close()
            super().close()


if hasattr(select, "devpoll"):
    class DevpollSelector(_PollLikeSelector):
        """Uses /dev/poll."""

        _selector_cls = select.devpoll
        _EVENT_READ = select.POLLIN
        _EVENT_WRITE = select.POLLOUT

        def fileno(self):
            return self._selector.fileno()

        def close(self):
            self._selector.close()
            super().close()


if hasattr(select, "kqueue"):
    class KqueueSelector(_BaseSelectorImpl):
        """Uses kqueue."""

        def __init__(self):
            super().__init__()
            self._selector = select.kqueue()
            self._max_events = 0

        def fileno(self):
            return self._selector.fileno()

        def _filters(self, events):
            if events & EVENT_READ:
                yield select.KQ_FILTER_READ
            if events & EVENT_WRITE:
                yield select.KQ_FILTER_WRITE

        def register(self, fileobj, events, data=None):
            key = super().register(fileobj, events, data)
            try:
                for kind in self._filters(events):
                    change = select.kevent(key.fd, kind, select.KQ_EV_ADD)
                    self._selector.control([change], 0, 0)
                    self._max_events += 1
            except:
                super().unregister(fileobj)
                raise
            return key

        def unregister(self, fileobj):
            key = super().unregister(fileobj)
            for kind in self._filters(key.events):
                self._max_events -= 1
                try:
                    change = select.kevent(key.fd, kind, select.KQ_EV_DELETE)
                    self._selector.control([change], 0, 0)
                except OSError:
                    pass  # closed in the meantime
            return key

        def select(self, timeout=None):
            timeout = None if timeout is None else max(timeout, 0)
            try:
                raw = self._selector.control(None, self._max_events or 1, timeout)
            except InterruptedError:
                return []
            found = {}
            for event in raw:
                bit = EVENT_READ if event.filter == select.KQ_FILTER_READ else EVENT_WRITE
                found[event.ident] = found.get(event.ident, 0) | bit
            return [(self._fd_to_key[fd], events & self._fd_to_key[fd].events)
                    for fd, events in found.items() if fd in self._fd_to_key]

        def close(self):
            self._selector.close()
            super().close()


def _can_use(method):
    """Whether the running kernel has what the build knew."""
    kind = getattr(select, method, None)
    if kind is None:
        return False
    try:
        if method == "poll":
            kind().poll(0)
        else:
            kind().close()
    except OSError:
        return False
    return True


if _can_use("kqueue"):
    DefaultSelector = KqueueSelector
elif _can_use("epoll"):
    DefaultSelector = EpollSelector
elif _can_use("devpoll"):
    DefaultSelector = DevpollSelector
elif _can_use("poll"):
    DefaultSelector = PollSelector
else:
    DefaultSelector = SelectSelector
