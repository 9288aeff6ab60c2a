"""Command lines taken apart as a program declares them, with help texts and errors made from the declarations."""

import copy as _copy
import os as _os
import re as _re
import sys as _sys

__all__ = ["ArgumentParser", "ArgumentError", "ArgumentTypeError", "BooleanOptionalAction",
           "FileType", "HelpFormatter", "ArgumentDefaultsHelpFormatter",
           "RawDescriptionHelpFormatter", "RawTextHelpFormatter", "MetavarTypeHelpFormatter",
           "Namespace", "Action", "ONE_OR_MORE", "OPTIONAL", "PARSER", "REMAINDER", "SUPPRESS",
           "ZERO_OR_MORE"]

SUPPRESS = "==SUPPRESS=="
OPTIONAL = "?"
ZERO_OR_MORE = "*"
ONE_OR_MORE = "+"
PARSER = "A..."
REMAINDER = "..."
_UNRECOGNIZED_ARGS_ATTR = "_unrecognized_args"


def _(text):
    return text


def ngettext(one, many, n):
    """The text for a number."""
    return one if n == 1 else many


class _AttributeHolder:
    def __repr__(self):
        parts = [repr(arg) for arg in self._get_args()]
        star = {}
        for name, value in self._get_kwargs():
            if name.isidentifier():
                parts.append(f"{name}={value!r}")
            else:
                star[name] = value
        if star:
            parts.append(f"**{star!r}")
        return f"{type(self).__name__}({', '.join(parts)})"

    def _get_kwargs(self):
        return list(self.__dict__.items())

    def _get_args(self):
        return []


class Namespace(_AttributeHolder):
    """The results, as attributes."""

    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in self.__dict__


class ArgumentError(Exception):
    """An argument cannot be used."""

    def __init__(self, argument, message):
        self.argument_name = _argument_name(argument)
        self.message = message

    def __str__(self):
        if self.argument_name is None:
            return self.message
        return _("argument %(argument_name)s: %(message)s") % {
            "message": self.message, "argument_name": self.argument_name}


class ArgumentTypeError(Exception):
    """A type function refuses a text."""


def _argument_name(argument):
    if argument is None:
        return None
    if argument.option_strings:
        return "/".join(argument.option_strings)
    if argument.metavar not in (None, SUPPRESS):
        metavar = argument.metavar
        if not isinstance(metavar, tuple):
            return metavar
        if argument.nargs == ZERO_OR_MORE and len(metavar) == 2:
            return "%s[, %s]" % metavar
        if argument.nargs == ONE_OR_MORE:
            return "%s[, %s]" % metavar
        return ", ".join(metavar)
    if argument.dest not in (None, SUPPRESS):
        return argument.dest
    if argument.choices:
        return "{%s}" % ",".join(map(str, argument.choices))
    return None


# Help texts

class HelpFormatter:
    """Lays out usage and help."""

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None, color=True):
        if width is None:
            import shutil
            width = shutil.get_terminal_size().columns - 2
        self._prog = prog
        self._indent_increment = indent_increment
        self._width = width
        self._max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self._indent = 0
        self._blocks = []   # (indent, function that gives text)
        self._longest = 0

    def add_text(self, text):
        """Add a paragraph."""
        if text is not SUPPRESS and text is not None:
            self._blocks.append((self._indent, lambda: self._format_text(text)))

    def add_usage(self, usage, actions, groups, prefix=None):
        """Add the usage."""
        if usage is not SUPPRESS:
            self._blocks.append((self._indent,
                                 lambda: self._format_usage(usage, actions, groups, prefix)))

    def start_section(self, heading):
        """Begin a section."""
        self._outer = getattr(self, "_outer", [])
        self._outer.append((self._blocks, heading))
        self._blocks = []
        self._indent += self._indent_increment

    def end_section(self):
        """End a section."""
        inner = self._blocks
        self._blocks, heading = self._outer.pop()
        self._indent -= self._indent_increment
        indent = self._indent

        def section():
            text = self._render(inner)
            if not text.strip():
                return ""
            head = ""
            if heading is not SUPPRESS and heading is not None:
                head = f"{' ' * indent}{heading}:\n"
            return f"\n{head}{text}\n"
        self._blocks.append((indent, section))

    def add_argument(self, action):
        """Add an argument's help."""
        if action.help is SUPPRESS:
            return
        self._measure(action, self._indent)
        self._blocks.append((self._indent, lambda: self._format_action(action)))

    def _measure(self, action, indent):
        self._longest = max(self._longest, len(self._format_action_invocation(action)) + indent)
        for sub in self._subactions(action):
            self._measure(sub, indent + self._indent_increment)

    def add_arguments(self, actions):
        """Add several arguments' help."""
        for action in actions:
            self.add_argument(action)

    def _render(self, blocks):
        out = []
        for indent, make in blocks:
            saved, self._indent = self._indent, indent
            out.append(make())
            self._indent = saved
        return "".join(part for part in out if part and part is not SUPPRESS)

    def format_help(self):
        """The whole text."""
        text = self._render(self._blocks)
        if text:
            text = _re.sub(r"\n\n\n+", "\n\n", text).strip("\n") + "\n"
        return text

    # Usage

    def _format_usage(self, usage, actions, groups, prefix):
        if prefix is None:
            prefix = _("usage: ")
        if usage is not None:
            return prefix + usage % {"prog": self._prog} + "\n\n"
        prog = str(self._prog)
        if not actions:
            return f"{prefix}{prog}\n\n"
        options = [a for a in actions if a.option_strings]
        positionals = [a for a in actions if not a.option_strings]
        first = self._usage_parts(options, groups)
        second = self._usage_parts(positionals, groups)
        usage = " ".join([prog, *first, *second])
        room = self._width - self._indent
        if len(prefix) + len(usage) > room:
            usage = self._wrap_usage(prefix, prog, first, second, room)
        return f"{prefix}{usage}\n\n"

    def _wrap_usage(self, prefix, prog, options, positionals, room):
        def lines(parts, indent, first=None):
            out, line = [], []
            length = len(first) if first is not None else len(indent) - 1
            for part in parts:
                if length + 1 + len(part) > room and line:
                    out.append(indent + " ".join(line))
                    line, length = [], len(indent) - 1
                line.append(part)
                length += len(part) + 1
            if line:
                out.append(indent + " ".join(line))
            if first is not None and out:
                out[0] = out[0][len(indent):]
            return out
        if len(prefix) + len(prog) <= 0.75 * room:
            indent = " " * (len(prefix) + len(prog) + 1)
            if options:
                out = lines([prog, *options], indent, prefix)
                out.extend(lines(positionals, indent))
            elif positionals:
                out = lines([prog, *positionals], indent, prefix)
            else:
                out = [prog]
        else:
            indent = " " * len(prefix)
            out = lines(options + positionals, indent)
            if len(out) > 1:
                out = lines(options, indent) + lines(positionals, indent)
            out = [prog] + out
        return "\n".join(out)

    def _usage_parts(self, actions, groups):
        parts = []
        grouped = {}
        for group in groups:
            members = [a for a in group._group_actions if a.help is not SUPPRESS]
            if members and all(a in actions for a in members):
                for a in members:
                    grouped[id(a)] = group, members
        done = set()
        for action in actions:
            if action.help is SUPPRESS:
                continue
            if id(action) in grouped:
                group, members = grouped[id(action)]
                if id(group) in done:
                    continue
                done.add(id(group))
                texts = [self._usage_part(a, a.required or len(members) > 1) for a in members]
                if len(members) == 1:
                    text = self._usage_part(members[0], group.required)
                elif group.required:
                    text = f"({' | '.join(texts)})"
                else:
                    text = f"[{' | '.join(texts)}]"
                parts.append(text)
                continue
            parts.append(self._usage_part(action, action.required))
        return parts

    def _usage_part(self, action, required):
        if not action.option_strings:
            default = self._get_default_metavar_for_positional(action)
            text = self._format_args(action, default)
            if required is True and len(text) > 1 and action.nargs in (OPTIONAL, ZERO_OR_MORE):
                if text[0] == "[" and text[-1] == "]":
                    text = text[1:-1]
            return text
        if action.nargs == 0:
            text = action.format_usage()
        else:
            default = self._get_default_metavar_for_optional(action)
            text = f"{action.option_strings[0]} {self._format_args(action, default)}"
        return text if required else f"[{text}]"

    # Arguments

    def _format_text(self, text):
        if "%(prog)" in text:
            text = text % {"prog": self._prog}
        width = max(self._width - self._indent, 11)
        return self._fill_text(text, width, " " * self._indent) + "\n\n"

    def _format_action(self, action):
        position = min(self._longest + 2, self._max_help_position)
        help_width = max(self._width - position, 11)
        width = position - self._indent - 2
        header = self._format_action_invocation(action)
        indent = " " * self._indent
        if not action.help or not action.help.strip():
            text = f"{indent}{header}\n"
            lines = []
        else:
            lines = self._split_lines(self._expand_help(action), help_width)
            if len(header) <= width:
                text = f"{indent}{header:<{width}}  "
                if lines:
                    text += lines.pop(0)
                text += "\n"
            else:
                text = f"{indent}{header}\n"
        for line in lines:
            text += f"{' ' * position}{line}\n"
        for sub in self._subactions(action):
            self._indent += self._indent_increment
            text += self._format_action(sub)
            self._indent -= self._indent_increment
        return text

    def _format_action_invocation(self, action):
        if not action.option_strings:
            default = self._get_default_metavar_for_positional(action)
            return " ".join(self._metavar_formatter(action, default)(1))
        if action.nargs == 0:
            return ", ".join(action.option_strings)
        default = self._get_default_metavar_for_optional(action)
        return ", ".join(action.option_strings) + " " + self._format_args(action, default)

    def _metavar_formatter(self, action, default):
        if action.metavar is not None:
            result = action.metavar
        elif action.choices is not None:
            result = "{%s}" % ",".join(map(str, action.choices))
        else:
            result = default

        def several(n):
            return result if isinstance(result, tuple) else (result,) * n
        return several

    def _format_args(self, action, default_metavar):
        get = self._metavar_formatter(action, default_metavar)
        nargs = action.nargs
        if nargs is None:
            return "%s" % get(1)
        if nargs == OPTIONAL:
            return "[%s]" % get(1)
        if nargs == ZERO_OR_MORE:
            metavar = get(1)
            return "[%s [%s ...]]" % metavar if len(metavar) == 2 else "[%s ...]" % metavar
        if nargs == ONE_OR_MORE:
            return "%s [%s ...]" % get(2)
        if nargs == REMAINDER:
            return "..."
        if nargs == PARSER:
            return "%s ..." % get(1)
        if nargs == SUPPRESS:
            return ""
        try:
            return " ".join(["%s"] * nargs) % get(nargs)
        except TypeError:
            raise ValueError("invalid nargs value") from None

    def _expand_help(self, action):
        text = self._get_help_string(action)
        if "%" not in text:
            return text
        params = {name: value for name, value in dict(vars(action), prog=self._prog).items()
                  if value is not SUPPRESS}
        for name, value in params.items():
            if hasattr(value, "__name__"):
                params[name] = value.__name__
        if params.get("choices") is not None:
            params["choices"] = ", ".join(map(str, params["choices"]))
        return text % params

    def _subactions(self, action):
        get = getattr(action, "_get_subactions", None)
        return list(get()) if get is not None else []

    def _split_lines(self, text, width):
        import textwrap
        return textwrap.wrap(" ".join(text.split()), width)

    def _fill_text(self, text, width, indent):
        import textwrap
        return textwrap.fill(" ".join(text.split()), width, initial_indent=indent,
                             subsequent_indent=indent)

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_default_metavar_for_positional(self, action):
        return action.dest


class RawDescriptionHelpFormatter(HelpFormatter):
    """Leaves descriptions as they are."""

    def _fill_text(self, text, width, indent):
        return "".join(indent + line for line in text.splitlines(keepends=True))


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Leaves all texts as they are."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Adds defaults to the help."""

    def _get_help_string(self, action):
        text = action.help or ""
        if "%(default)" not in text and action.default is not SUPPRESS:
            if action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE):
                if not action.required:
                    text += _(" (default: %(default)s)")
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    """Shows types in place of names."""

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    def _get_default_metavar_for_positional(self, action):
        return action.type.__name__


# What to do with an argument

class Action(_AttributeHolder):
    """What is done when an argument is met."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None,
                 choices=None, required=False, help=None, metavar=None, deprecated=False):
        self.option_strings = option_strings
        self.dest = dest
        self.nargs = nargs
        self.const = const
        self.default = default
        self.type = type
        self.choices = choices
        self.required = required
        self.help = help
        self.metavar = metavar
        self.deprecated = deprecated

    def _get_kwargs(self):
        names = ("option_strings", "dest", "nargs", "const", "default", "type", "choices",
                 "required", "help", "metavar", "deprecated")
        return [(name, getattr(self, name)) for name in names]

    def format_usage(self):
        """The option in the usage."""
        return self.option_strings[0]

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(".__call__() not defined")


class BooleanOptionalAction(Action):
    """--x and --no-x."""

    def __init__(self, option_strings, dest, default=None, required=False, help=None,
                 deprecated=False):
        both = []
        for option in option_strings:
            both.append(option)
            if option.startswith("--"):
                if option.startswith("--no-"):
                    raise ValueError(f"invalid option name {option!r} for BooleanOptionalAction")
                both.append("--no-" + option[2:])
        super().__init__(both, dest, 0, None, default, required=required, help=help,
                         deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        if option_string in self.option_strings:
            setattr(namespace, self.dest, not option_string.startswith("--no-"))

    def format_usage(self):
        """The options in the usage."""
        return " | ".join(self.option_strings)


class _StoreAction(Action):
    def __init__(self, option_strings, dest, nargs=None, const=None, **kwargs):
        if nargs == 0:
            raise ValueError("nargs for store actions must be != 0; if you have nothing to store, "
                             "actions such as store true or store const may be more appropriate")
        if const is not None and nargs != OPTIONAL:
            raise ValueError(f"nargs must be {OPTIONAL!r} to supply const")
        super().__init__(option_strings, dest, nargs, const, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _StoreConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None,
                 metavar=None, deprecated=False):
        super().__init__(option_strings, dest, 0, const, default, required=required, help=help,
                         deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _StoreTrueAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=False, required=False, help=None,
                 deprecated=False):
        super().__init__(option_strings, dest, True, default, required, help,
                         deprecated=deprecated)


class _StoreFalseAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=True, required=False, help=None,
                 deprecated=False):
        super().__init__(option_strings, dest, False, default, required, help,
                         deprecated=deprecated)


def _grown(namespace, dest):
    items = getattr(namespace, dest, None)
    if items is None:
        return []
    return items[:] if type(items) is list else _copy.copy(items)


class _AppendAction(_StoreAction):
    def __init__(self, option_strings, dest, nargs=None, const=None, **kwargs):
        if nargs == 0:
            raise ValueError("nargs for append actions must be != 0; if arg strings are not "
                             "supplying the value to append, the append const action may be "
                             "more appropriate")
        super().__init__(option_strings, dest, nargs, const, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        items = _grown(namespace, self.dest)
        items.append(values)
        setattr(namespace, self.dest, items)


class _AppendConstAction(_StoreConstAction):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _grown(namespace, self.dest)
        items.append(self.const)
        setattr(namespace, self.dest, items)


class _ExtendAction(_AppendAction):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _grown(namespace, self.dest)
        items.extend(values)
        setattr(namespace, self.dest, items)


class _CountAction(Action):
    def __init__(self, option_strings, dest, default=None, required=False, help=None,
                 deprecated=False):
        super().__init__(option_strings, dest, 0, None, default, required=required, help=help,
                         deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class _HelpAction(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None,
                 deprecated=False):
        super().__init__(option_strings, dest, 0, None, default, help=help, deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _VersionAction(Action):
    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS, help=None,
                 deprecated=False):
        if help is None:
            help = _("show program's version number and exit")
        super().__init__(option_strings, dest, 0, None, default, help=help, deprecated=deprecated)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        version = parser.version if self.version is None else self.version
        formatter = parser._get_formatter()
        formatter.add_text(version)
        parser._print_message(formatter.format_help(), _sys.stdout)
        parser.exit()


class _SubParsersAction(Action):
    class _ChoicesPseudoAction(Action):
        def __init__(self, name, aliases, help):
            metavar = f"{name} ({', '.join(aliases)})" if aliases else name
            super().__init__([], name, help=help, metavar=metavar)

    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False,
                 help=None, metavar=None):
        self._prog_prefix = prog
        self._parser_class = parser_class
        self._name_parser_map = {}
        self._choices_actions = []
        self._deprecated = set()
        super().__init__(option_strings, dest, PARSER, choices=self._name_parser_map,
                         required=required, help=help, metavar=metavar)

    def add_parser(self, name, *, deprecated=False, **kwargs):
        """Add a command; returns its parser."""
        if kwargs.get("prog") is None:
            kwargs["prog"] = f"{self._prog_prefix} {name}"
        aliases = kwargs.pop("aliases", ())
        for each in (name, *aliases):
            if each in self._name_parser_map:
                kind = "subparser" if each is name else "subparser alias"
                raise ValueError(f"conflicting {kind}: {each}")
        if "help" in kwargs:
            self._choices_actions.append(
                self._ChoicesPseudoAction(name, aliases, kwargs.pop("help")))
        parser = self._parser_class(**kwargs)
        for each in (name, *aliases):
            self._name_parser_map[each] = parser
            if deprecated:
                self._deprecated.add(each)
        return parser

    def _get_subactions(self):
        return self._choices_actions

    def __call__(self, parser, namespace, values, option_string=None):
        name, *rest = values
        if self.dest is not SUPPRESS:
            setattr(namespace, self.dest, name)
        try:
            sub = self._name_parser_map[name]
        except KeyError:
            raise ArgumentError(self, _("unknown parser %(parser_name)r (choices: %(choices)s)") % {
                "parser_name": name, "choices": ", ".join(self._name_parser_map)}) from None
        if name in self._deprecated:
            parser._warning(_("command '%(parser_name)s' is deprecated") % {"parser_name": name})
        inner, left = sub.parse_known_args(rest, None)
        for key, value in vars(inner).items():
            setattr(namespace, key, value)
        if left:
            if not hasattr(namespace, _UNRECOGNIZED_ARGS_ATTR):
                setattr(namespace, _UNRECOGNIZED_ARGS_ATTR, [])
            getattr(namespace, _UNRECOGNIZED_ARGS_ATTR).extend(left)


class FileType:
    """A type that opens files."""

    def __init__(self, mode="r", bufsize=-1, encoding=None, errors=None):
        self._mode = mode
        self._bufsize = bufsize
        self._encoding = encoding
        self._errors = errors

    def __call__(self, string):
        if string == "-":
            if "r" in self._mode:
                return _sys.stdin.buffer if "b" in self._mode else _sys.stdin
            if any(c in self._mode for c in "wax"):
                return _sys.stdout.buffer if "b" in self._mode else _sys.stdout
            raise ValueError(f'argument "-" with mode {self._mode}')
        try:
            return open(string, self._mode, self._bufsize, self._encoding, self._errors)
        except OSError as e:
            raise ArgumentTypeError(_("can't open '%(filename)s': %(error)s") % {
                "filename": string, "error": e}) from None

    def __repr__(self):
        args = [repr(a) for a in (self._mode, self._bufsize) if a != -1]
        args += [f"{n}={v!r}" for n, v in (("encoding", self._encoding), ("errors", self._errors))
                 if v is not None]
        return f"{type(self).__name__}({', '.join(args)})"


# Declarations

class _ActionsContainer:
    def __init__(self, description, prefix_chars, argument_default, conflict_handler):
        self.description = description
        self.argument_default = argument_default
        self.prefix_chars = prefix_chars
        self.conflict_handler = conflict_handler
        self._registries = {}
        for name, cls in ((None, _StoreAction), ("store", _StoreAction),
                          ("store_const", _StoreConstAction), ("store_true", _StoreTrueAction),
                          ("store_false", _StoreFalseAction), ("append", _AppendAction),
                          ("append_const", _AppendConstAction), ("extend", _ExtendAction),
                          ("count", _CountAction), ("help", _HelpAction),
                          ("version", _VersionAction), ("parsers", _SubParsersAction)):
            self.register("action", name, cls)
        if conflict_handler not in ("error", "resolve"):
            raise ValueError(f"invalid conflict_resolution value: {conflict_handler!r}")
        self._actions = []
        self._option_string_actions = {}
        self._action_groups = []
        self._mutually_exclusive_groups = []
        self._defaults = {}
        self._has_negative_number_optionals = []
        self._negative_number_matcher = _re.compile(r"-\.?\d")

    def register(self, registry_name, value, object):
        """Give an action or type a name."""
        self._registries.setdefault(registry_name, {})[value] = object

    def _registry_get(self, registry_name, value, default=None):
        try:
            return self._registries.get(registry_name, {}).get(value, default)
        except TypeError:
            return default

    def set_defaults(self, **kwargs):
        """Set defaults of results, also of those without an argument."""
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        """The default of a result."""
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    def add_argument(self, *args, **kwargs):
        """Declare an argument; returns its action."""
        chars = self.prefix_chars
        if not args or len(args) == 1 and args[0][0] not in chars:
            if args and "dest" in kwargs:
                raise TypeError("dest supplied twice for positional argument, "
                                "did you mean metavar?")
            kwargs = self._positional(*args, **kwargs)
        else:
            kwargs = self._optional(*args, **kwargs)
        if "default" not in kwargs:
            dest = kwargs["dest"]
            if dest in self._defaults:
                kwargs["default"] = self._defaults[dest]
            elif self.argument_default is not None:
                kwargs["default"] = self.argument_default
        name = kwargs.pop("action", None)
        cls = self._registry_get("action", name, name)
        if not callable(cls):
            raise ValueError(f"unknown action {name!r}")
        action = cls(**kwargs)
        if not action.option_strings and action.nargs == 0:
            raise ValueError(f"action {name!r} is not valid for positional arguments")
        kind = self._registry_get("type", action.type, action.type)
        if kind is not None and not callable(kind):
            raise TypeError(f"{kind!r} is not callable")
        if kind is FileType:
            raise TypeError(f"{kind!r} is a FileType class object, instance of it must be passed")
        if hasattr(self, "_get_formatter"):
            try:
                self._get_formatter()._format_args(action, None)
            except TypeError:
                raise ValueError("length of metavar tuple does not match nargs") from None
        return self._add_action(action)

    def _positional(self, dest=None, **kwargs):
        if "required" in kwargs:
            raise TypeError("'required' is an invalid argument for positionals")
        nargs = kwargs.get("nargs")
        if nargs == 0:
            raise ValueError("nargs for positionals must be != 0")
        if nargs not in (OPTIONAL, ZERO_OR_MORE, REMAINDER, SUPPRESS):
            kwargs["required"] = True
        if dest is None:
            dest = kwargs.pop("dest", None)
        else:
            kwargs.pop("dest", None)
        return dict(kwargs, dest=dest, option_strings=[])

    def _optional(self, *args, **kwargs):
        longs = []
        for option in args:
            if option[0] not in self.prefix_chars:
                raise ValueError(f"invalid option string {option!r}: "
                                 f"must start with a character {self.prefix_chars!r}")
            if len(option) > 1 and option[1] in self.prefix_chars:
                longs.append(option)
        dest = kwargs.pop("dest", None)
        if dest is None:
            name = longs[0] if longs else args[0]
            dest = name.lstrip(self.prefix_chars)
            if not dest:
                raise TypeError(f"dest= is required for options like {name!r}")
            dest = dest.replace("-", "_")
        return dict(kwargs, dest=dest, option_strings=list(args))

    def add_argument_group(self, *args, **kwargs):
        """A group of arguments with a heading in the help."""
        group = _ArgumentGroup(self, *args, **kwargs)
        self._action_groups.append(group)
        return group

    def add_mutually_exclusive_group(self, **kwargs):
        """A group of arguments of which one at most can be given."""
        group = _MutuallyExclusiveGroup(self, **kwargs)
        self._mutually_exclusive_groups.append(group)
        return group

    def _add_action(self, action):
        self._resolve_conflicts(action)
        self._actions.append(action)
        action.container = self
        for option in action.option_strings:
            self._option_string_actions[option] = action
            if self._negative_number_matcher.match(option):
                if not self._has_negative_number_optionals:
                    self._has_negative_number_optionals.append(True)
        return action

    def _remove_action(self, action):
        self._actions.remove(action)

    def _resolve_conflicts(self, action):
        taken = [(option, self._option_string_actions[option])
                 for option in action.option_strings if option in self._option_string_actions]
        if not taken:
            return
        if self.conflict_handler == "error":
            message = ngettext("conflicting option string: %s", "conflicting option strings: %s",
                               len(taken))
            raise ArgumentError(action, message % ", ".join(option for option, _a in taken))
        for option, other in taken:
            other.option_strings.remove(option)
            self._option_string_actions.pop(option, None)
            if not other.option_strings:
                other.container._remove_action(other)

    def _add_container_actions(self, container):
        groups = {group.title: group for group in self._action_groups}
        target = {}
        for group in container._action_groups:
            if group.title not in groups:
                groups[group.title] = self.add_argument_group(
                    title=group.title, description=group.description,
                    conflict_handler=group.conflict_handler)
            for action in group._group_actions:
                target[action] = groups[group.title]
        for group in container._mutually_exclusive_groups:
            mutex = self.add_mutually_exclusive_group(required=group.required)
            for action in group._group_actions:
                target[action] = mutex
        for action in container._actions:
            target.get(action, self)._add_action(action)


class _ArgumentGroup(_ActionsContainer):
    def __init__(self, container, title=None, description=None, **kwargs):
        super().__init__(description,
                         kwargs.get("prefix_chars", container.prefix_chars),
                         kwargs.get("argument_default", container.argument_default),
                         kwargs.get("conflict_handler", container.conflict_handler))
        self.title = title
        self._group_actions = []
        self._container = container
        for name in ("_registries", "_actions", "_option_string_actions", "_defaults",
                     "_has_negative_number_optionals", "_mutually_exclusive_groups"):
            setattr(self, name, getattr(container, name))

    def _add_action(self, action):
        action = super()._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove_action(self, action):
        super()._remove_action(action)
        self._group_actions.remove(action)

    def add_argument_group(self, *args, **kwargs):
        """Not possible."""
        raise ValueError("argument groups cannot be nested")


class _MutuallyExclusiveGroup(_ArgumentGroup):
    def __init__(self, container, required=False):
        super().__init__(container)
        self.required = required

    def _add_action(self, action):
        if action.required:
            raise ValueError("mutually exclusive arguments must be optional")
        action = self._container._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove_action(self, action):
        self._container._remove_action(action)
        self._group_actions.remove(action)

    def add_mutually_exclusive_group(self, **kwargs):
        """Not possible."""
        raise ValueError("mutually exclusive groups cannot be nested")


class ArgumentParser(_AttributeHolder, _ActionsContainer):
    """Takes command lines apart."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=(),
                 formatter_class=HelpFormatter, prefix_chars="-", fromfile_prefix_chars=None,
                 argument_default=None, conflict_handler="error", add_help=True,
                 allow_abbrev=True, exit_on_error=True, *, suggest_on_error=False, color=True):
        _ActionsContainer.__init__(self, description, prefix_chars, argument_default,
                                   conflict_handler)
        self.prog = prog if prog is not None else _program_name()
        self.usage = usage
        self.epilog = epilog
        self.formatter_class = formatter_class
        self.fromfile_prefix_chars = fromfile_prefix_chars
        self.add_help = add_help
        self.allow_abbrev = allow_abbrev
        self.exit_on_error = exit_on_error
        self.suggest_on_error = suggest_on_error
        self.color = color
        self._positionals = self.add_argument_group(_("positional arguments"))
        self._optionals = self.add_argument_group(_("options"))
        self._subparsers = None
        self.register("type", None, _identity)
        if add_help:
            char = "-" if "-" in prefix_chars else prefix_chars[0]
            self.add_argument(char + "h", char * 2 + "help", action="help", default=SUPPRESS,
                              help=_("show this help message and exit"))
        for parent in parents:
            if not isinstance(parent, ArgumentParser):
                raise TypeError("parents must be a list of ArgumentParser")
            self._add_container_actions(parent)
            self._defaults.update(parent._defaults)

    def _get_kwargs(self):
        names = ("prog", "usage", "description", "formatter_class", "conflict_handler",
                 "add_help")
        return [(name, getattr(self, name)) for name in names]

    def add_subparsers(self, **kwargs):
        """Declare commands, each with a parser of its own."""
        if self._subparsers is not None:
            raise ValueError("cannot have multiple subparser arguments")
        kwargs.setdefault("parser_class", type(self))
        if "title" in kwargs or "description" in kwargs:
            self._subparsers = self.add_argument_group(
                kwargs.pop("title", _("subcommands")), kwargs.pop("description", None))
        else:
            self._subparsers = self._positionals
        if kwargs.get("prog") is None:
            formatter = self._get_formatter()
            positionals = [a for a in self._actions if not a.option_strings]
            formatter.add_usage(None, positionals, self._mutually_exclusive_groups, "")
            kwargs["prog"] = formatter.format_help().strip()
        action = self._registry_get("action", kwargs.pop("action", "parsers"))(
            option_strings=[], **kwargs)
        self._subparsers._add_action(action)
        return action

    def _add_action(self, action):
        if action.option_strings:
            self._optionals._add_action(action)
        else:
            self._positionals._add_action(action)
        return action

    # Parsing

    def parse_args(self, args=None, namespace=None):
        """The results; an error for what is not declared."""
        result, left = self.parse_known_args(args, namespace)
        if left:
            message = _("unrecognized arguments: %s") % " ".join(left)
            if self.exit_on_error:
                self.error(message)
            raise ArgumentError(None, message)
        return result

    def parse_known_args(self, args=None, namespace=None):
        """The results, and the arguments that are not declared."""
        return self._parse_known_args2(args, namespace, False)

    def _parse_known_args2(self, args, namespace, intermixed):
        args = list(_sys.argv[1:] if args is None else args)
        if namespace is None:
            namespace = Namespace()
        for action in self._actions:
            if (action.dest is not SUPPRESS and not hasattr(namespace, action.dest)
                    and action.default is not SUPPRESS):
                setattr(namespace, action.dest, action.default)
        for dest, value in self._defaults.items():
            if not hasattr(namespace, dest):
                setattr(namespace, dest, value)
        if self.exit_on_error:
            try:
                namespace, left = _Parse(self, args, namespace, intermixed).run()
            except ArgumentError as error:
                self.error(str(error))
        else:
            namespace, left = _Parse(self, args, namespace, intermixed).run()
        if hasattr(namespace, _UNRECOGNIZED_ARGS_ATTR):
            left.extend(getattr(namespace, _UNRECOGNIZED_ARGS_ATTR))
            delattr(namespace, _UNRECOGNIZED_ARGS_ATTR)
        return namespace, left

    def parse_intermixed_args(self, args=None, namespace=None):
        """parse_args() with options anywhere between positional arguments."""
        result, left = self.parse_known_intermixed_args(args, namespace)
        if left:
            self.error(_("unrecognized arguments: %s") % " ".join(left))
        return result

    def parse_known_intermixed_args(self, args=None, namespace=None):
        """parse_known_args() with options anywhere between positional arguments."""
        for action in self._actions:
            if not action.option_strings and action.nargs in (PARSER, REMAINDER):
                raise TypeError("parse_intermixed_args: positional arg with nargs="
                                f"{action.nargs}")
        return self._parse_known_args2(args, namespace, True)

    def convert_arg_line_to_args(self, arg_line):
        """The arguments of a line of a file."""
        return [arg_line]

    def _read_files(self, args):
        out = []
        for arg in args:
            if not arg or arg[0] not in self.fromfile_prefix_chars:
                out.append(arg)
                continue
            try:
                with open(arg[1:], encoding=_sys.getfilesystemencoding()) as file:
                    lines = file.read().splitlines()
            except OSError as err:
                raise ArgumentError(None, str(err)) from None
            for line in lines:
                out.extend(self._read_files(self.convert_arg_line_to_args(line)))
        return out

    def _get_values(self, action, strings):
        nargs = action.nargs
        if not strings and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str) and value is not SUPPRESS:
                value = self._get_value(action, value)
        elif not strings and nargs == ZERO_OR_MORE and not action.option_strings:
            value = action.default if action.default is not None else []
        elif len(strings) == 1 and nargs in (None, OPTIONAL):
            value = self._get_value(action, strings[0])
            self._check_value(action, value)
        elif nargs == REMAINDER:
            value = [self._get_value(action, s) for s in strings]
        elif nargs == PARSER:
            value = [self._get_value(action, s) for s in strings]
            self._check_value(action, value[0])
        elif nargs == SUPPRESS:
            value = SUPPRESS
        else:
            value = [self._get_value(action, s) for s in strings]
            for item in value:
                self._check_value(action, item)
        return value

    def _get_value(self, action, string):
        convert = self._registry_get("type", action.type, action.type)
        try:
            return convert(string)
        except ArgumentTypeError as err:
            raise ArgumentError(action, str(err)) from None
        except (TypeError, ValueError):
            name = getattr(action.type, "__name__", repr(action.type))
            raise ArgumentError(action, _("invalid %(type)s value: %(value)r") % {
                "type": name, "value": string}) from None

    def _check_value(self, action, value):
        choices = action.choices
        if choices is None:
            return
        if isinstance(choices, str):
            choices = iter(choices)
        if value in choices:
            return
        text = {"value": str(value), "choices": ", ".join(map(repr, map(str, action.choices)))}
        message = _("invalid choice: %(value)r (choose from %(choices)s)")
        if self.suggest_on_error and isinstance(value, str):
            import difflib
            near = difflib.get_close_matches(value, [str(c) for c in action.choices], 1)
            if near:
                text["closest"] = near[0]
                message = _("invalid choice: %(value)r, maybe you meant %(closest)r? "
                            "(choose from %(choices)s)")
        raise ArgumentError(action, message % text)

    # Texts

    def _get_formatter(self):
        return self.formatter_class(prog=self.prog)

    def format_usage(self):
        """The usage."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def format_help(self):
        """The help."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def print_usage(self, file=None):
        """Print the usage."""
        self._print_message(self.format_usage(), _sys.stdout if file is None else file)

    def print_help(self, file=None):
        """Print the help."""
        self._print_message(self.format_help(), _sys.stdout if file is None else file)

    def _print_message(self, message, file=None):
        if message:
            file = file or _sys.stderr
            try:
                file.write(message)
            except (AttributeError, OSError):
                pass

    def exit(self, status=0, message=None):
        """End the program."""
        if message:
            self._print_message(message, _sys.stderr)
        _sys.exit(status)

    def error(self, message):
        """Print the usage and a message and end the program with status 2."""
        self.print_usage(_sys.stderr)
        self.exit(2, _("%(prog)s: error: %(message)s\n") % {"prog": self.prog,
                                                            "message": message})

    def _warning(self, message):
        self._print_message(_("%(prog)s: warning: %(message)s\n") % {
            "prog": self.prog, "message": message}, _sys.stderr)


def _identity(string):
    return string


def _program_name():
    main = _sys.modules.get("__main__")
    spec = getattr(main, "__spec__", None)
    if spec is None:
        return _os.path.basename(_sys.argv[0]) if _sys.argv else ""
    name = spec.name.removesuffix(".__main__")
    return f"{_os.path.basename(_sys.executable)} -m {name}"


class _Parse:
    """One command line being taken apart."""

    def __init__(self, parser, args, namespace, intermixed):
        self.parser = parser
        self.namespace = namespace
        self.intermixed = intermixed
        if parser.fromfile_prefix_chars is not None:
            args = parser._read_files(args)
        self.args = args
        self.positionals = [a for a in parser._actions if not a.option_strings]
        self.extras = []
        self.seen = set()
        self.given = set()
        self.conflicts = {}
        for group in parser._mutually_exclusive_groups:
            for action in group._group_actions:
                self.conflicts.setdefault(action, []).extend(
                    a for a in group._group_actions if a is not action)
        # Each argument is an option (O), a value (A) or "--" (-).
        self.options = {}
        kinds = []
        rest = False
        for i, arg in enumerate(args):
            if rest:
                kinds.append("A")
            elif arg == "--":
                kinds.append("-")
                rest = True
            else:
                found = self.classify(arg)
                if found is None:
                    kinds.append("A")
                else:
                    self.options[i] = found
                    kinds.append("O")
        self.kinds = "".join(kinds)

    def classify(self, arg):
        """What an option may be: a list of (action, option, separator, value); None for a value."""
        parser = self.parser
        if not arg or arg[0] not in parser.prefix_chars:
            return None
        if arg in parser._option_string_actions:
            return [(parser._option_string_actions[arg], arg, None, None)]
        if len(arg) == 1:
            return None
        option, equals, value = arg.partition("=")
        if equals and option in parser._option_string_actions:
            return [(parser._option_string_actions[option], option, equals, value)]
        found = self.abbreviated(arg)
        if len(found) == 1:
            return found
        if parser._negative_number_matcher.match(arg):
            if not parser._has_negative_number_optionals:
                return None
        if " " in arg:
            return None
        return found or [(None, arg, None, None)]

    def abbreviated(self, arg):
        parser, chars = self.parser, self.parser.prefix_chars
        known = parser._option_string_actions
        found = []
        if arg[0] in chars and arg[1] in chars:
            if parser.allow_abbrev:
                option, equals, value = arg.partition("=")
                for name in known:
                    if name.startswith(option):
                        found.append((known[name], name, equals or None,
                                      value if equals else None))
        else:
            option, short, value = arg, arg[:2], arg[2:]
            long_prefix, equals, long_value = arg.partition("=")
            for name in known:
                if name == short:
                    if value.startswith("="):
                        found.append((known[name], name, "=", value[1:]))
                    else:
                        found.append((known[name], name, "", value))
                elif parser.allow_abbrev and name.startswith(long_prefix):
                    found.append((known[name], name, equals or None,
                                  long_value if equals else None))
        return found

    def run(self):
        parser = self.parser
        i, n = 0, len(self.args)
        last_option = max(self.options, default=-1)
        while i <= last_option:
            next_option = min(k for k in self.options if k >= i)
            if i != next_option and not self.intermixed:
                stop = self.take_positionals(i)
                if stop > i:
                    i = stop
                    continue
            if i not in self.options:
                upto = min((k for k in self.options if k >= i), default=n)
                self.extras.extend(self.args[i:upto])
                i = upto
                continue
            i = self.take_option(i)
        if self.intermixed:
            values = [a for a in self.extras if not getattr(a, "unknown", False)]
            unknown = [a for a in self.extras if getattr(a, "unknown", False)]
            rest = values + self.args[i:]
            self.extras = [str(u) for u in unknown]
            self.args, self.kinds, self.options = rest, "".join(
                "-" if a == "--" else "A" for a in rest), {}
            stop = self.take_positionals(0)
            self.extras.extend(self.args[stop:])
        else:
            stop = self.take_positionals(i)
            self.extras.extend(self.args[stop:])
        self.finish()
        return self.namespace, self.extras

    def take_option(self, i):
        found = self.options[i]
        arg = self.args[i]
        if len(found) > 1:
            raise ArgumentError(None, _("ambiguous option: %(option)s could match %(matches)s") % {
                "option": arg, "matches": ", ".join(option for _a, option, _s, _v in found)})
        action, option, separator, value = found[0]
        parser = self.parser
        if action is None:
            if self.intermixed:
                arg = _Unknown(arg)
            self.extras.append(arg)
            return i + 1
        pending = []
        while True:
            if value is None:
                count = self.count_values(action, self.kinds[i + 1:])
                stop = i + 1 + count
                pending.append((action, self.args[i + 1:stop], option))
                break
            count = self.count_values(action, "A")
            if (count == 0 and option[1] not in parser.prefix_chars and value
                    and separator != "="):
                # Flags of one letter in one argument.
                pending.append((action, [], option))
                short = option[0] + value[0]
                if short not in parser._option_string_actions:
                    raise ArgumentError(action, _("ignored explicit argument %r") % value)
                action, option, value = (parser._option_string_actions[short], short, value[1:])
                separator = ""
                if not value:
                    value = separator = None
                elif value[0] == "=":
                    separator, value = "=", value[1:]
                continue
            if count == 1:
                pending.append((action, [value], option))
                stop = i + 1
                break
            raise ArgumentError(action, _("ignored explicit argument %r") % value)
        for action, values, option in pending:
            if action.deprecated:
                parser._warning(_("option '%(option)s' is deprecated") % {"option": option})
            self.perform(action, values, option)
        return stop

    def pattern(self, action):
        nargs = action.nargs
        if nargs is None:
            text = "([A])"
        elif nargs == OPTIONAL:
            text = "([A]?)"
        elif nargs == ZERO_OR_MORE:
            text = "([A-]*)" if not action.option_strings else "(A*)"
        elif nargs == ONE_OR_MORE:
            text = "([A][A-]*)" if not action.option_strings else "(A+)"
        elif nargs == REMAINDER:
            text = "([AO-]*)"
        elif nargs == PARSER:
            text = "([A][AO-]*)"
        elif nargs == SUPPRESS:
            text = "()"
        else:
            text = "(%s)" % "-*".join("A" * nargs)
        if not action.option_strings and nargs not in (REMAINDER, PARSER):
            text = text.replace("([A", "(-*[A", 1) if "A" in text else text
        if not action.option_strings and nargs == PARSER:
            text = "(-*[A][AO-]*)"
        return text

    def count_values(self, action, kinds):
        match = _re.match(self.pattern(action), kinds)
        if match is None:
            messages = {None: _("expected one argument"),
                        OPTIONAL: _("expected at most one argument"),
                        ONE_OR_MORE: _("expected at least one argument")}
            message = messages.get(action.nargs)
            if message is None:
                message = ngettext("expected %s argument", "expected %s arguments",
                                   action.nargs) % action.nargs
            raise ArgumentError(action, message)
        return len(match[1])

    def take_positionals(self, i):
        kinds = self.kinds[i:]
        # As many positional arguments as can have values, greedily from the first.
        counts = []
        for k in range(len(self.positionals), 0, -1):
            text = "".join(self.pattern(a) for a in self.positionals[:k])
            match = _re.match(text, kinds)
            if match is not None:
                counts = [len(g) for g in match.groups()]
                break
        done = 0
        for action, count in zip(self.positionals, counts):
            values = self.args[i:i + count]
            later_options = any(k >= i + count for k in self.options)
            if (count == 0 and later_options
                    and action.nargs in (OPTIONAL, ZERO_OR_MORE, SUPPRESS)):
                break  # it may get values after the options
            if action.nargs == PARSER:
                if values and values[0] == "--":
                    values = values[1:]
            elif action.nargs != REMAINDER:
                if "-" in kinds[:count] and "--" in values:
                    values.remove("--")
            elif values and values[0] == "--":
                values = values[1:]
            kinds = kinds[count:]
            i += count
            if values and action.deprecated:
                self.parser._warning(_("argument '%(argument_name)s' is deprecated") % {
                    "argument_name": action.dest})
            self.perform(action, values)
            done += 1
        del self.positionals[:done]
        return i

    def perform(self, action, strings, option=None):
        self.seen.add(action)
        values = self.parser._get_values(action, strings)
        if action.option_strings or strings:
            self.given.add(action)
            for other in self.conflicts.get(action, ()):
                if other in self.given:
                    raise ArgumentError(action, _("not allowed with argument %s")
                                        % _argument_name(other))
        if values is not SUPPRESS:
            action(self.parser, self.namespace, values, option)

    def finish(self):
        parser, namespace = self.parser, self.namespace
        missing = []
        for action in parser._actions:
            if action in self.seen:
                continue
            if action.required:
                missing.append(_argument_name(action))
            elif (action.default is not None and isinstance(action.default, str)
                    and hasattr(namespace, action.dest)
                    and action.default is getattr(namespace, action.dest)):
                setattr(namespace, action.dest, parser._get_value(action, action.default))
        if missing:
            raise ArgumentError(None, _("the following arguments are required: %s")
                                % ", ".join(map(str, missing)))
        for group in parser._mutually_exclusive_groups:
            if group.required and not any(a in self.given for a in group._group_actions):
                names = [_argument_name(a) for a in group._group_actions
                         if a.help is not SUPPRESS]
                raise ArgumentError(None, _("one of the arguments %s is required")
                                    % " ".join(names))


class _Unknown(str):
    # An option that is not declared, among values that are yet to be used.
    unknown = True
