"""Configuring logging from dictionaries and files."""

import errno
import functools
import io
import logging
import logging.handlers
import os
import queue
import re
import struct
import threading

DEFAULT_LOGGING_CONFIG_PORT = 9030
RESET_ERROR = errno.ECONNRESET

# The server started by listen(), if any.
_listener = None


# From files

def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    """Configure from a file in the format of configparser."""
    import configparser
    if isinstance(fname, str) and not os.path.exists(fname):
        raise FileNotFoundError(f"{fname} doesn't exist")
    if isinstance(fname, str) and not os.path.getsize(fname):
        raise RuntimeError(f"{fname} is an empty file")
    if isinstance(fname, configparser.RawConfigParser):
        parser = fname
    else:
        try:
            parser = configparser.ConfigParser(defaults)
            if hasattr(fname, "readline"):
                parser.read_file(fname)
            else:
                parser.read(fname, encoding=io.text_encoding(encoding))
        except configparser.ParsingError as error:
            raise RuntimeError(f"{fname} is invalid: {error}")
    formatters = _create_formatters(parser)
    with logging._lock:
        _clearExistingHandlers()
        handlers = _install_handlers(parser, formatters)
        _install_loggers(parser, handlers, disable_existing_loggers)


def _resolve(name):
    """The object of a dotted name, importing what must be."""
    names = name.split(".")
    path = names.pop(0)
    found = __import__(path)
    for part in names:
        path = f"{path}.{part}"
        try:
            found = getattr(found, part)
        except AttributeError:
            __import__(path)
            found = getattr(found, part)
    return found


def _words(text):
    return [word.strip() for word in text.split(",")]


def _evaluated(text):
    """An expression of the file, over the names of logging."""
    return eval(text, vars(logging))


def _create_formatters(parser):
    formatters = {}
    names = parser["formatters"]["keys"]
    for name in _words(names) if names else ():
        section = f"formatter_{name}"
        fmt = parser.get(section, "format", raw=True, fallback=None)
        datefmt = parser.get(section, "datefmt", raw=True, fallback=None)
        style = parser.get(section, "style", raw=True, fallback="%")
        defaults = parser.get(section, "defaults", raw=True, fallback=None)
        cls = logging.Formatter
        class_name = parser[section].get("class")
        if class_name:
            cls = _resolve(class_name)
        if defaults is not None:
            formatters[name] = cls(fmt, datefmt, style, defaults=_evaluated(defaults))
        else:
            formatters[name] = cls(fmt, datefmt, style)
    return formatters


def _install_handlers(parser, formatters):
    handlers = {}
    targets = []
    names = parser["handlers"]["keys"]
    for name in _words(names) if names else ():
        section = parser[f"handler_{name}"]
        class_name = section["class"]
        try:
            cls = eval(class_name, vars(logging))
        except (AttributeError, NameError):
            cls = _resolve(class_name)
        args = _evaluated(section.get("args", "()"))
        kwargs = _evaluated(section.get("kwargs", "{}"))
        handler = cls(*args, **kwargs)
        handler.name = name
        if "level" in section:
            handler.setLevel(section["level"])
        formatter = section.get("formatter", "")
        if formatter:
            handler.setFormatter(formatters[formatter])
        if issubclass(cls, logging.handlers.MemoryHandler):
            target = section.get("target", "")
            if target:
                targets.append((handler, target))
        handlers[name] = handler
    for handler, target in targets:
        handler.setTarget(handlers[target])
    return handlers


def _handle_existing_loggers(existing, child_loggers, disable_existing):
    """Children of configured loggers start anew; others may be disabled."""
    root = logging.root
    for name in existing:
        logger = root.manager.loggerDict[name]
        if name in child_loggers:
            if not isinstance(logger, logging.PlaceHolder):
                logger.setLevel(logging.NOTSET)
                logger.handlers = []
                logger.propagate = True
        else:
            logger.disabled = disable_existing


def _take_from_existing(existing, children, name):
    """Remove a configured logger and note those below it."""
    if name not in existing:
        return
    prefix = name + "."
    children += [other for other in existing if other.startswith(prefix)]
    existing.remove(name)


def _install_loggers(parser, handlers, disable_existing):
    names = _words(parser["loggers"]["keys"])
    names.remove("root")
    section = parser["logger_root"]
    root = logging.root
    if "level" in section:
        root.setLevel(section["level"])
    for handler in root.handlers[:]:
        root.removeHandler(handler)
    used = section["handlers"]
    for name in _words(used) if used else ():
        root.addHandler(handlers[name])
    existing = sorted(root.manager.loggerDict)
    children = []
    for name in names:
        section = parser[f"logger_{name}"]
        qualname = section["qualname"]
        propagate = section.getint("propagate", fallback=1)
        logger = logging.getLogger(qualname)
        _take_from_existing(existing, children, qualname)
        if "level" in section:
            logger.setLevel(section["level"])
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
        logger.propagate = propagate
        logger.disabled = 0
        used = section["handlers"]
        for handler in _words(used) if used else ():
            logger.addHandler(handlers[handler])
    _handle_existing_loggers(existing, children, disable_existing)


def _clearExistingHandlers():
    logging._handlers.clear()
    logging.shutdown(logging._handlerList[:])
    del logging._handlerList[:]


# From dictionaries

IDENTIFIER = re.compile(r"^[a-z_][a-z0-9_]*$", re.I)


def valid_ident(s):
    """True for an identifier, else ValueError."""
    if not IDENTIFIER.match(s):
        raise ValueError(f"Not a valid Python identifier: {s!r}")
    return True


class ConvertingMixin:
    """For containers whose values are converted when they are looked up."""

    def convert_with_key(self, key, value, replace=True):
        result = self.configurator.convert(value)
        if value is not result:
            if replace:
                self[key] = result
            if type(result) in (ConvertingDict, ConvertingList, ConvertingTuple):
                result.parent = self
                result.key = key
        return result

    def convert(self, value):
        result = self.configurator.convert(value)
        if value is not result and type(result) in (
                ConvertingDict, ConvertingList, ConvertingTuple):
            result.parent = self
        return result


class ConvertingDict(dict, ConvertingMixin):
    """A dictionary that converts its values."""

    def __getitem__(self, key):
        return self.convert_with_key(key, dict.__getitem__(self, key))

    def get(self, key, default=None):
        return self.convert_with_key(key, dict.get(self, key, default))

    def pop(self, key, default=None):
        return self.convert_with_key(key, dict.pop(self, key, default), replace=False)


class ConvertingList(list, ConvertingMixin):
    """A list that converts its values."""

    def __getitem__(self, key):
        return self.convert_with_key(key, list.__getitem__(self, key))

    def pop(self, idx=-1):
        return self.convert(list.pop(self, idx))


class ConvertingTuple(tuple, ConvertingMixin):
    """A tuple that converts its values."""

    def __getitem__(self, key):
        # It cannot keep the result.
        return self.convert_with_key(key, tuple.__getitem__(self, key), replace=False)


class BaseConfigurator:
    """Resolves what strings of a configuration mean."""

    CONVERT_PATTERN = re.compile(r"^(?P<prefix>[a-z]+)://(?P<suffix>.*)$")
    WORD_PATTERN = re.compile(r"^\s*(\w+)\s*")
    DOT_PATTERN = re.compile(r"^\.\s*(\w+)\s*")
    INDEX_PATTERN = re.compile(r"^\[([^\[\]]*)\]\s*")
    DIGIT_PATTERN = re.compile(r"^\d+$")

    value_converters = {"ext": "ext_convert", "cfg": "cfg_convert"}
    importer = staticmethod(__import__)

    def __init__(self, config):
        self.config = ConvertingDict(config)
        self.config.configurator = self

    def resolve(self, s):
        """The object of a dotted name."""
        names = s.split(".")
        path = names.pop(0)
        try:
            found = self.importer(path)
            for part in names:
                path += "." + part
                try:
                    found = getattr(found, part)
                except AttributeError:
                    self.importer(path)
                    found = getattr(found, part)
            return found
        except ImportError as error:
            raise ValueError(f"Cannot resolve {s!r}: {error}") from error

    def ext_convert(self, value):
        """ext://name: an object of the program."""
        return self.resolve(value)

    def cfg_convert(self, value):
        """cfg://path: another part of the configuration."""
        rest = value
        match = self.WORD_PATTERN.match(rest)
        if match is None:
            raise ValueError(f"Unable to convert {value!r}")
        rest = rest[match.end():]
        found = self.config[match.groups()[0]]
        while rest:
            match = self.DOT_PATTERN.match(rest)
            if match:
                found = found[match.groups()[0]]
            else:
                match = self.INDEX_PATTERN.match(rest)
                if match:
                    index = match.groups()[0]
                    if not self.DIGIT_PATTERN.match(index):
                        found = found[index]
                    else:
                        try:
                            found = found[int(index)]
                        except TypeError:
                            found = found[index]
            if not match:
                raise ValueError(f"Unable to convert {value!r} at {rest!r}")
            rest = rest[match.end():]
        return found

    def convert(self, value):
        """A container made to convert, a string resolved, or the value."""
        for plain, converting in ((dict, ConvertingDict), (list, ConvertingList)):
            if not isinstance(value, converting) and isinstance(value, plain):
                value = converting(value)
                value.configurator = self
                return value
        if isinstance(value, ConvertingDict) or isinstance(value, ConvertingList):
            return value
        if isinstance(value, tuple):
            if not isinstance(value, ConvertingTuple) and not hasattr(value, "_fields"):
                value = ConvertingTuple(value)
                value.configurator = self
        elif isinstance(value, str):
            match = self.CONVERT_PATTERN.match(value)
            if match:
                converter = self.value_converters.get(match["prefix"])
                if converter:
                    return getattr(self, converter)(match["suffix"])
        return value

    def configure_custom(self, config):
        """What the factory named by '()' makes."""
        factory = config.pop("()")
        if not callable(factory):
            factory = self.resolve(factory)
        kwargs = {key: config[key] for key in config if key != "." and valid_ident(key)}
        result = factory(**kwargs)
        attributes = config.pop(".", None)
        if attributes:
            for name, value in attributes.items():
                setattr(result, name, value)
        return result

    def as_tuple(self, value):
        """A list as a tuple."""
        return tuple(value) if isinstance(value, list) else value


def _is_queue_like_object(obj):
    if isinstance(obj, (queue.Queue, queue.SimpleQueue)):
        return True
    # Queues of other kinds need only what handlers and listeners use.
    return all(callable(getattr(obj, name, None)) for name in ("put_nowait", "get"))


class DictConfigurator(BaseConfigurator):
    """Configures logging from a dictionary."""

    def configure(self):
        """Do it."""
        config = self.config
        if "version" not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config["version"] != 1:
            raise ValueError(f"Unsupported version: {config['version']}")
        incremental = config.pop("incremental", False)
        with logging._lock:
            if incremental:
                self._configure_incrementally(config)
            else:
                self._configure_all(config)

    def _configure_incrementally(self, config):
        handlers = config.get("handlers", {})
        for name in handlers:
            if name not in logging._handlers:
                raise ValueError(f"No handler found with name {name!r}")
            try:
                level = handlers[name].get("level")
                if level:
                    logging._handlers[name].setLevel(logging._checkLevel(level))
            except Exception as error:
                raise ValueError(f"Unable to configure handler {name!r}") from error
        loggers = config.get("loggers", {})
        for name in loggers:
            try:
                self.configure_logger(name, loggers[name], True)
            except Exception as error:
                raise ValueError(f"Unable to configure logger {name!r}") from error
        root = config.get("root")
        if root:
            try:
                self.configure_root(root, True)
            except Exception as error:
                raise ValueError("Unable to configure root logger") from error

    def _configure_all(self, config):
        disable_existing = config.pop("disable_existing_loggers", True)
        _clearExistingHandlers()
        for kind, configure in (("formatter", self.configure_formatter),
                                ("filter", self.configure_filter)):
            section = config.get(kind + "s", {})
            for name in section:
                try:
                    section[name] = configure(section[name])
                except Exception as error:
                    raise ValueError(f"Unable to configure {kind} {name!r}") from error
        self._configure_handlers(config.get("handlers", {}))
        root = logging.root
        existing = sorted(root.manager.loggerDict)
        children = []
        loggers = config.get("loggers", {})
        for name in loggers:
            _take_from_existing(existing, children, name)
            try:
                self.configure_logger(name, loggers[name])
            except Exception as error:
                raise ValueError(f"Unable to configure logger {name!r}") from error
        _handle_existing_loggers(existing, children, disable_existing)
        root = config.get("root")
        if root:
            try:
                self.configure_root(root)
            except Exception as error:
                raise ValueError("Unable to configure root logger") from error

    def _configure_handlers(self, handlers):
        deferred = []
        for name in sorted(handlers):
            try:
                handler = self.configure_handler(handlers[name])
                handler.name = name
                handlers[name] = handler
            except Exception as error:
                # It may refer to a handler that is not there yet.
                if " not configured yet" not in str(error.__cause__):
                    raise ValueError(f"Unable to configure handler {name!r}") from error
                deferred.append(name)
        for name in deferred:
            try:
                handler = self.configure_handler(handlers[name])
                handler.name = name
                handlers[name] = handler
            except Exception as error:
                raise ValueError(f"Unable to configure handler {name!r}") from error

    def configure_formatter(self, config):
        """A formatter."""
        if "()" in config:
            factory = config["()"]
            try:
                return self.configure_custom(config)
            except TypeError as error:
                if "'format'" not in str(error):
                    raise
                # Formatters call the parameter fmt, configurations format.
                config["fmt"] = config.pop("format")
                config["()"] = factory
                return self.configure_custom(config)
        fmt = config.get("format", None)
        datefmt = config.get("datefmt", None)
        style = config.get("style", "%")
        cls = _resolve(config["class"]) if config.get("class") else logging.Formatter
        kwargs = {}
        if config.get("defaults") is not None:
            kwargs["defaults"] = config["defaults"]
        # Old classes of programs may not know the parameter.
        if "validate" in config:
            return cls(fmt, datefmt, style, config["validate"], **kwargs)
        return cls(fmt, datefmt, style, **kwargs)

    def configure_filter(self, config):
        """A filter."""
        if "()" in config:
            return self.configure_custom(config)
        return logging.Filter(config.get("name", ""))

    def add_filters(self, filterer, filters):
        """Give a logger or handler its filters."""
        for item in filters:
            try:
                if callable(item) or callable(getattr(item, "filter", None)):
                    filter_ = item
                else:
                    filter_ = self.config["filters"][item]
                filterer.addFilter(filter_)
            except Exception as error:
                raise ValueError(f"Unable to add filter {item!r}") from error

    def _configure_queue_handler(self, klass, **kwargs):
        queue_ = kwargs.pop("queue", None)
        if queue_ is None:
            queue_ = queue.Queue()  # unbounded
        respect = kwargs.pop("respect_handler_level", False)
        listener_class = kwargs.pop("listener", logging.handlers.QueueListener)
        handlers = kwargs.pop("handlers", [])
        listener = listener_class(queue_, *handlers, respect_handler_level=respect)
        handler = klass(queue_, **kwargs)
        handler.listener = listener
        return handler

    def _prepare_queue(self, config):
        """The queue, listener and handlers of a QueueHandler, as objects."""
        if "queue" in config:
            spec = config["queue"]
            if isinstance(spec, str):
                made = self.resolve(spec)
                if not callable(made):
                    raise TypeError(f"Invalid queue specifier {spec!r}")
                config["queue"] = made()
            elif isinstance(spec, dict):
                if "()" not in spec:
                    raise TypeError(f"Invalid queue specifier {spec!r}")
                config["queue"] = self.configure_custom(dict(spec))
            elif not _is_queue_like_object(spec):
                raise TypeError(f"Invalid queue specifier {spec!r}")
        if "listener" in config:
            spec = config["listener"]
            if isinstance(spec, type):
                if not issubclass(spec, logging.handlers.QueueListener):
                    raise TypeError(f"Invalid listener specifier {spec!r}")
            else:
                if isinstance(spec, str):
                    made = self.resolve(spec)
                    if isinstance(made, type) and not issubclass(
                            made, logging.handlers.QueueListener):
                        raise TypeError(f"Invalid listener specifier {spec!r}")
                elif isinstance(spec, dict):
                    if "()" not in spec:
                        raise TypeError(f"Invalid listener specifier {spec!r}")
                    made = self.configure_custom(dict(spec))
                else:
                    raise TypeError(f"Invalid listener specifier {spec!r}")
                if not callable(made):
                    raise TypeError(f"Invalid listener specifier {spec!r}")
                config["listener"] = made
        if "handlers" in config:
            found = []
            for name in config["handlers"]:
                handler = self.config["handlers"][name]
                if not isinstance(handler, logging.Handler):
                    raise TypeError(f"Required handler {name!r} is not configured yet")
                found.append(handler)
            config["handlers"] = found

    def _handler_factory(self, config, cls):
        if issubclass(cls, logging.handlers.MemoryHandler):
            if "flushLevel" in config:
                config["flushLevel"] = logging._checkLevel(config["flushLevel"])
            if "target" in config:
                try:
                    name = config["target"]
                    target = self.config["handlers"][name]
                    if not isinstance(target, logging.Handler):
                        raise TypeError("target not configured yet")
                    config["target"] = target
                except Exception as error:
                    raise ValueError(f"Unable to set target handler {name!r}") from error
        elif issubclass(cls, logging.handlers.QueueHandler):
            self._prepare_queue(config)
        elif issubclass(cls, logging.handlers.SMTPHandler) and "mailhost" in config:
            config["mailhost"] = self.as_tuple(config["mailhost"])
        elif issubclass(cls, logging.handlers.SysLogHandler) and "address" in config:
            config["address"] = self.as_tuple(config["address"])
        if issubclass(cls, logging.handlers.QueueHandler):
            return functools.partial(self._configure_queue_handler, cls)
        return cls

    def configure_handler(self, config):
        """A handler."""
        config = dict(config) if "()" not in config and "class" not in config else config
        untouched = dict(config)
        formatter = config.pop("formatter", None)
        if formatter:
            try:
                formatter = self.config["formatters"][formatter]
            except Exception as error:
                raise ValueError(f"Unable to set formatter {formatter!r}") from error
        level = config.pop("level", None)
        filters = config.pop("filters", None)
        if "()" in config:
            factory = config.pop("()")
            if not callable(factory):
                factory = self.resolve(factory)
        else:
            class_name = config.pop("class")
            cls = class_name if callable(class_name) else self.resolve(class_name)
            try:
                factory = self._handler_factory(config, cls)
            except Exception as error:
                # Given back whole, for the second try.
                config.update(untouched)
                if " not configured yet" in str(error) and not isinstance(error, ValueError):
                    raise ValueError("Unable to set required handler") from error
                raise
        attributes = config.pop(".", None)
        kwargs = {key: config[key] for key in config if valid_ident(key)}
        try:
            result = factory(**kwargs)
        except TypeError as error:
            if "'stream'" not in str(error):
                raise
            # Old handlers call the parameter strm.
            kwargs["strm"] = kwargs.pop("stream")
            result = factory(**kwargs)
            import warnings
            warnings.warn("Support for custom logging handlers with the 'strm' argument "
                          "is deprecated and scheduled for removal in Python 3.16. "
                          "Define handlers with the 'stream' argument instead.",
                          DeprecationWarning, stacklevel=2)
        if formatter:
            result.setFormatter(formatter)
        if level is not None:
            result.setLevel(logging._checkLevel(level))
        if filters:
            self.add_filters(result, filters)
        if attributes:
            for name, value in attributes.items():
                setattr(result, name, value)
        return result

    def add_handlers(self, logger, handlers):
        """Give a logger its handlers."""
        for name in handlers:
            try:
                logger.addHandler(self.config["handlers"][name])
            except Exception as error:
                raise ValueError(f"Unable to add handler {name!r}") from error

    def common_logger_config(self, logger, config, incremental=False):
        """What the root logger and others have in common."""
        level = config.get("level", None)
        if level is not None:
            logger.setLevel(logging._checkLevel(level))
        if incremental:
            return
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
        handlers = config.get("handlers", None)
        if handlers:
            self.add_handlers(logger, handlers)
        filters = config.get("filters", None)
        if filters:
            self.add_filters(logger, filters)

    def configure_logger(self, name, config, incremental=False):
        """A logger that is not the root."""
        logger = logging.getLogger(name)
        self.common_logger_config(logger, config, incremental)
        logger.disabled = False
        propagate = config.get("propagate", None)
        if propagate is not None:
            logger.propagate = propagate

    def configure_root(self, config, incremental=False):
        """The root logger."""
        self.common_logger_config(logging.getLogger(), config, incremental)


dictConfigClass = DictConfigurator


def dictConfig(config):
    """Configure from a dictionary."""
    dictConfigClass(config).configure()


# From a socket

def listen(port=DEFAULT_LOGGING_CONFIG_PORT, verify=None):
    """A thread that takes configurations over a socket; stopListening() ends it."""
    from socketserver import StreamRequestHandler, ThreadingTCPServer

    class ConfigStreamHandler(StreamRequestHandler):
        def handle(self):
            try:
                connection = self.connection
                head = connection.recv(4)
                if len(head) != 4:
                    return
                length = struct.unpack(">L", head)[0]
                chunk = connection.recv(length)
                while len(chunk) < length:
                    chunk = chunk + connection.recv(length - len(chunk))
                if self.server.verify is not None:
                    chunk = self.server.verify(chunk)
                if chunk is not None:
                    self._apply(chunk.decode("utf-8"))
                if self.server.ready:
                    self.server.ready.set()
            except OSError as error:
                if error.errno != RESET_ERROR:
                    raise

        def _apply(self, text):
            try:
                import json
                found = json.loads(text)
                assert isinstance(found, dict)
                dictConfig(found)
            except Exception:
                # Then it is in the other format.
                try:
                    fileConfig(io.StringIO(text))
                except Exception:
                    import traceback
                    traceback.print_exc()

    class ConfigSocketReceiver(ThreadingTCPServer):
        allow_reuse_address = True
        allow_reuse_port = False

        def __init__(self, host="localhost", port=DEFAULT_LOGGING_CONFIG_PORT,
                     handler=None, ready=None, verify=None):
            ThreadingTCPServer.__init__(self, (host, port), handler)
            with logging._lock:
                self.abort = 0
            self.timeout = 1
            self.ready = ready
            self.verify = verify

        def serve_until_stopped(self):
            import select
            abort = 0
            while not abort:
                readable, _, _ = select.select([self.socket.fileno()], [], [], self.timeout)
                if readable:
                    self.handle_request()
                with logging._lock:
                    abort = self.abort
            self.server_close()

    class Server(threading.Thread):
        def __init__(self, rcvr, hdlr, port, verify):
            super().__init__()
            self.rcvr = rcvr
            self.hdlr = hdlr
            self.port = port
            self.verify = verify
            self.ready = threading.Event()

        def run(self):
            global _listener
            server = self.rcvr(port=self.port, handler=self.hdlr, ready=self.ready,
                               verify=self.verify)
            if self.port == 0:
                self.port = server.server_address[1]
            self.ready.set()
            with logging._lock:
                _listener = server
            server.serve_until_stopped()

    return Server(ConfigSocketReceiver, ConfigStreamHandler, port, verify)


def stopListening():
    """End the thread of listen()."""
    global _listener
    with logging._lock:
        if _listener:
            _listener.abort = 1
            _listener = None
