"""Classes that are described by their fields.

The methods of a class are written as one piece of source text and compiled together; inside it, everything that is
not an argument or a field is a variable of the enclosing function, with a name that no field is likely to have.
"""

import sys
from types import GenericAlias, MappingProxyType

__all__ = ["dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING",
           "fields", "asdict", "astuple", "make_dataclass", "replace", "is_dataclass"]

_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"


class FrozenInstanceError(AttributeError):
    """Raised when a field of a frozen instance is set or deleted."""


class _MISSING_TYPE:
    pass


class _KW_ONLY_TYPE:
    pass


class _FactoryMark:
    def __repr__(self):
        return "<factory>"


class _FieldKind:
    __slots__ = ("name",)

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


MISSING = _MISSING_TYPE()
KW_ONLY = _KW_ONLY_TYPE()
_HAS_DEFAULT_FACTORY = _FactoryMark()
_EMPTY_METADATA = MappingProxyType({})
_FIELD = _FieldKind("_FIELD")
_FIELD_CLASSVAR = _FieldKind("_FIELD_CLASSVAR")
_FIELD_INITVAR = _FieldKind("_FIELD_INITVAR")


class InitVar:
    """InitVar[T]: annotates an argument of __init__ that goes to __post_init__ and is no field."""

    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        kind = self.type
        shown = kind.__name__ if isinstance(kind, type) and not isinstance(kind, GenericAlias) else repr(kind)
        return f"dataclasses.InitVar[{shown}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """What is known of one field. Made by field(), completed by dataclass()."""

    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare", "metadata",
                 "kw_only", "doc", "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only, doc):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _EMPTY_METADATA if metadata is None else MappingProxyType(metadata)
        self.kw_only = kw_only
        self.doc = doc
        self._field_type = None

    def __repr__(self):
        shown = ("name", "type", "default", "default_factory", "init", "repr", "hash", "compare", "metadata",
                 "kw_only", "doc", "_field_type")
        return f"Field({','.join(f'{name}={_guarded(self, name)}' for name in shown)})"

    def __set_name__(self, owner, name):
        # The default may itself want to know its name.
        tell = getattr(type(self.default), "__set_name__", None)
        if tell:
            tell(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


_showing = set()


def _guarded(obj, name):
    value = getattr(obj, name)
    if name == "_field_type":
        return value
    mark = id(obj), "field"
    if mark in _showing:
        return "..."
    _showing.add(mark)
    try:
        return repr(value)
    finally:
        _showing.discard(mark)


class _DataclassParams:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args", "kw_only", "slots",
                 "weakref_slot")

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
        self.init = init
        self.repr = repr
        self.eq = eq
        self.order = order
        self.unsafe_hash = unsafe_hash
        self.frozen = frozen
        self.match_args = match_args
        self.kw_only = kw_only
        self.slots = slots
        self.weakref_slot = weakref_slot

    def __repr__(self):
        return f"_DataclassParams({','.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)})"


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING, doc=None):
    """Describe a field beyond its annotation: its default, and where it takes part."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only, doc)


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Read a class's annotated names as fields, and add the methods that follow from them."""
    params = init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot

    def wrap(cls):
        return _process_class(cls, _DataclassParams(*params))
    return wrap if cls is None else wrap(cls)


# Reading the class

def _classify(annotation, cls):
    """The kind of pseudo-field that an annotation names, ClassVar or InitVar; or a plain field."""
    typing = sys.modules.get("typing")
    if isinstance(annotation, str):
        # As written, without evaluation: a name, maybe behind one module's name.
        head = annotation.lstrip()
        first = _leading_word(head)
        rest = head[len(first):].lstrip()
        if first and rest.startswith("."):
            second = _leading_word(rest[1:].lstrip())
        else:
            first, second = None, first
        scope = getattr(sys.modules.get(cls.__module__), "__dict__", {})
        if first is not None:
            module = scope.get(first)
            if module is None or module is not typing and module is not sys.modules[__name__]:
                return _FIELD
            scope = module.__dict__
        annotation = scope.get(second)
    if typing is not None:
        if annotation is typing.ClassVar or typing.get_origin(annotation) is typing.ClassVar:
            return _FIELD_CLASSVAR
    if annotation is InitVar or type(annotation) is InitVar:
        return _FIELD_INITVAR
    return _FIELD


def _leading_word(text):
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return text[:end]


def _is_kw_only_mark(annotation, cls):
    if annotation is KW_ONLY:
        return True
    if not isinstance(annotation, str):
        return False
    module, _, name = annotation.strip().rpartition(".")
    scope = getattr(sys.modules.get(cls.__module__), "__dict__", {})
    if module:
        scope = getattr(scope.get(module.strip()), "__dict__", {})
    return scope.get(name.strip()) is KW_ONLY


def _complete_field(cls, name, annotation, kw_only):
    """The Field for an annotated name of a class body."""
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        found = default
    else:
        if type(default) is _SlotDescriptor:
            default = MISSING      # a slot, not a value
        found = field(default=default)
    found.name = name
    found.type = annotation
    kind = found._field_type = _classify(annotation, cls)
    if kind is not _FIELD and found.default_factory is not MISSING:
        raise TypeError(f"field {name} cannot have a default factory")
    if kind is _FIELD_CLASSVAR:
        if found.kw_only is not MISSING:
            raise TypeError(f"field {name} is a ClassVar but specifies kw_only")
    elif found.kw_only is MISSING:
        found.kw_only = kw_only
    if kind is _FIELD and found.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {found.default.__class__} for field {name} is not allowed: "
                         "use default_factory")
    return found


_SlotDescriptor = type(Field.name)


def _collect_fields(cls, params):
    """All fields by name: those of the bases first, then the class's own."""
    collected = {}
    any_frozen = None
    all_frozen = True
    for base in cls.__mro__[:0:-1]:
        base_fields = base.__dict__.get(_FIELDS)
        if base_fields is None:
            continue
        collected.update(base_fields)
        frozen = base.__dict__[_PARAMS].frozen if _PARAMS in base.__dict__ else getattr(base, _PARAMS).frozen
        any_frozen = any_frozen or frozen
        all_frozen = all_frozen and frozen
    if any_frozen is not None:
        if any_frozen and not params.frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if not all_frozen and params.frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")

    from annotationlib import Format, get_annotations
    annotations = get_annotations(cls, format=Format.FORWARDREF)
    own = []
    kw_only = params.kw_only
    marked = False
    for name, annotation in annotations.items():
        if _is_kw_only_mark(annotation, cls):
            if marked:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            marked = kw_only = True
        else:
            own.append(_complete_field(cls, name, annotation, kw_only))
    for found in own:
        collected[found.name] = found
        # The class attribute is the default itself, or nothing.
        if isinstance(getattr(cls, found.name, None), Field):
            if found.default is MISSING:
                delattr(cls, found.name)
            else:
                setattr(cls, found.name, found.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    return collected


def _process_class(cls, params):
    try:
        scope = sys.modules[cls.__module__].__dict__
    except KeyError:
        scope = {}
    setattr(cls, _PARAMS, params)
    all_fields = _collect_fields(cls, params)
    setattr(cls, _FIELDS, all_fields)

    own_hash = cls.__dict__.get("__hash__", MISSING)
    has_own_hash = not (own_hash is MISSING or own_hash is None and "__eq__" in cls.__dict__)
    if params.order and not params.eq:
        raise ValueError("eq must be true if order is true")

    real = [found for found in all_fields.values() if found._field_type is _FIELD]
    init_fields = [found for found in all_fields.values() if found._field_type is not _FIELD_CLASSVAR]
    positional = [found for found in init_fields if found.init and not found.kw_only]
    keyword = [found for found in init_fields if found.init and found.kw_only]
    compared = [found.name for found in real if found.compare]

    source = _Source(cls)
    if params.init:
        _write_init(source, init_fields, positional, keyword, params, hasattr(cls, "__post_init__"))
    source.add_plain("__replace__", _replace)
    if params.repr:
        _write_repr(source, [found.name for found in real if found.repr])
    if params.eq:
        _write_eq(source, compared)
    if params.order:
        for name, symbol in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
            _write_order(source, name, symbol, compared)
    if params.frozen:
        _write_frozen(source, [found.name for found in real])
    if params.unsafe_hash and has_own_hash:
        raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
    make_hash = params.unsafe_hash or params.eq and params.frozen and not has_own_hash
    if make_hash:
        _write_hash(source, [found.name for found in real
                             if (found.compare if found.hash is None else found.hash)])
    elif params.eq and not params.frozen and not has_own_hash:
        source.add_plain("__hash__", None)
    source.install(scope)

    if params.match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple(found.name for found in positional)
    if params.slots:
        cls = _with_slots(cls, params, real)
    elif params.weakref_slot:
        raise TypeError("weakref_slot is True but slots is False")
    if hasattr(cls, "__abstractmethods__"):
        from abc import update_abstractmethods
        update_abstractmethods(cls)
    if not getattr(cls, "__doc__"):
        cls.__doc__ = cls.__name__ + _signature_text(cls, params, positional, keyword)
    return cls


def _signature_text(cls, params, positional, keyword):
    if type(cls) is type and cls.__new__ is object.__new__ and "__init__" in cls.__dict__ \
            and _is_generated(cls.__init__):
        parts = [_parameter_text(found) for found in positional]
        if keyword:
            parts.append("*")
            parts.extend(_parameter_text(found) for found in keyword)
        return f"({', '.join(parts)})"
    import inspect
    try:
        from annotationlib import Format
        return str(inspect.signature(cls, annotation_format=Format.FORWARDREF)).replace(" -> None", "")
    except (TypeError, ValueError):
        return ""


def _is_generated(init):
    return getattr(getattr(init, "__annotate__", None), "__generated_by_dataclasses__", False)


def _parameter_text(found):
    text = f"{found.name}: {_annotation_text(found.type)}"
    if found.default is not MISSING:
        text += f" = {found.default!r}"
    elif found.default_factory is not MISSING:
        text += " = <factory>"
    return text


def _annotation_text(annotation):
    if isinstance(annotation, type) and not isinstance(annotation, GenericAlias):
        if annotation.__module__ == "builtins":
            return annotation.__qualname__
        text = f"{annotation.__module__}.{annotation.__qualname__}"
    else:
        from annotationlib import ForwardRef
        if isinstance(annotation, ForwardRef):
            return annotation.__resolved_str__
        text = repr(annotation)
    return text.replace("typing.", "") if annotation.__class__.__module__ != "builtins" or "typing." in text else text


# Writing the methods

class _Source:
    """The source text of a class's methods, the values it refers to, and what to do with them."""

    def __init__(self, cls):
        self.cls = cls
        self.lines = []
        self.names = []
        self.values = {"__dataclass_set__": object.__setattr__}
        self.plain = []
        self.annotate = None

    def refer(self, name, value):
        self.values[name] = value
        return name

    def method(self, name, parameters, body, *, replace=False, complaint=None):
        """Add a method. What happens if the class has one already: nothing; with replace, it is replaced; with a
        complaint, that is raised."""
        if name in self.cls.__dict__ and not replace:
            if complaint is not None:
                raise TypeError(f"Cannot overwrite attribute {name} in class {self.cls.__name__}{complaint}")
            return
        self.names.append(name)
        self.lines.append(f" def {name}({parameters}):")
        self.lines.extend(f"  {line}" for line in body)

    def add_plain(self, name, value):
        self.plain.append((name, value))

    def install(self, scope):
        cls = self.cls
        for name, value in self.plain:
            if name != "__replace__" or name not in cls.__dict__:
                setattr(cls, name, value)
        if not self.names:
            return
        text = (f"def __dataclass_make__({', '.join(self.values)}):\n" + "\n".join(self.lines)
                + f"\n return ({', '.join(self.names)},)")
        made = {}
        exec(text, scope, made)
        for name, method in zip(self.names, made["__dataclass_make__"](**self.values)):
            method.__qualname__ = f"{cls.__qualname__}.{name}"
            if name == "__init__":
                method.__annotate__ = self.annotate
            setattr(cls, name, method)


def _write_init(source, init_fields, positional, keyword, params, has_post_init):
    with_default = None
    for found in positional:
        if found.default is not MISSING or found.default_factory is not MISSING:
            with_default = found
        elif with_default is not None:
            raise TypeError(f"non-default argument {found.name!r} follows default argument {with_default.name!r}")
    self_name = "__dataclass_self__" if any(found.name == "self" for found in init_fields) else "self"

    def parameter(found):
        if found.default is not MISSING:
            return f"{found.name}=" + source.refer(f"__dataclass_dflt_{found.name}__", found.default)
        if found.default_factory is not MISSING:
            return f"{found.name}=" + source.refer("__dataclass_factory__", _HAS_DEFAULT_FACTORY)
        return found.name

    parameters = [self_name, *map(parameter, positional)]
    if keyword:
        parameters += ["*", *map(parameter, keyword)]

    body = []
    for found in init_fields:
        if found._field_type is _FIELD_INITVAR:
            if found.init and found.default is not MISSING:
                source.refer(f"__dataclass_dflt_{found.name}__", found.default)
            continue
        if found.default_factory is not MISSING:
            factory = source.refer(f"__dataclass_fact_{found.name}__", found.default_factory)
            value = f"{factory}()"
            if found.init:
                source.refer("__dataclass_factory__", _HAS_DEFAULT_FACTORY)
                value = f"{value} if {found.name} is __dataclass_factory__ else {found.name}"
        elif found.init:
            value = found.name
        elif params.slots and found.default is not MISSING:
            # The class attribute will be gone.
            value = source.refer(f"__dataclass_dflt_{found.name}__", found.default)
        else:
            continue
        if params.frozen:
            body.append(f"__dataclass_set__({self_name}, {found.name!r}, {value})")
        else:
            body.append(f"{self_name}.{found.name} = {value}")
    if has_post_init:
        passed = [found.name for found in init_fields if found._field_type is _FIELD_INITVAR]
        body.append(f"{self_name}.__post_init__({', '.join(passed)})")
    source.method("__init__", ", ".join(parameters), body or ["pass"])
    source.annotate = _init_annotate(source.cls, [found.name for found in positional + keyword])


def _init_annotate(cls, names):
    def __annotate__(format, /):
        from annotationlib import Format, get_annotations
        if format == Format.VALUE_WITH_FAKE_GLOBALS:
            raise NotImplementedError(format)
        current = {}
        for base in reversed(cls.__mro__):
            if _FIELDS in base.__dict__:
                current.update(get_annotations(base, format=format))
        result = {name: current[name] for name in names if name in current}
        result["return"] = "None" if format == Format.STRING else None
        return result
    __annotate__.__generated_by_dataclasses__ = True
    return __annotate__


def _write_repr(source, names):
    shown = ", ".join(f"{name}={{self.{name}!r}}" for name in names)
    source.refer("__dataclass_showing__", _showing)
    from _thread import get_ident
    source.refer("__dataclass_thread__", get_ident)
    source.refer("__dataclass_id__", id)
    source.method("__repr__", "self", [
        "__mark = __dataclass_id__(self), __dataclass_thread__()",
        "if __mark in __dataclass_showing__:",
        "  return '...'",
        "__dataclass_showing__.add(__mark)",
        "try:",
        f"  return f\"{{self.__class__.__qualname__}}({shown})\"",
        "finally:",
        "  __dataclass_showing__.discard(__mark)"])


def _write_eq(source, names):
    equal = " and ".join(f"self.{name}==other.{name}" for name in names) or "True"
    source.method("__eq__", "self, other", [
        "if self is other:",
        "  return True",
        "if other.__class__ is self.__class__:",
        f"  return {equal}",
        "return NotImplemented"])


def _tuple_text(owner, names):
    return f"({''.join(f'{owner}.{name},' for name in names)})"


def _write_order(source, name, symbol, names):
    source.method(name, "self, other", [
        "if other.__class__ is self.__class__:",
        f"  return {_tuple_text('self', names)}{symbol}{_tuple_text('other', names)}",
        "return NotImplemented"], complaint=" Consider using functools.total_ordering")


def _write_hash(source, names):
    source.refer("__dataclass_hash__", hash)
    source.method("__hash__", "self", [f"return __dataclass_hash__({_tuple_text('self', names)})"], replace=True)


def _write_frozen(source, names):
    source.refer("__dataclass_class__", source.cls)
    source.refer("__dataclass_type__", type)
    source.refer("__dataclass_super__", super)
    source.refer("__dataclass_error__", FrozenInstanceError)
    source.refer("__dataclass_names__", frozenset(names))
    for method, parameters, passed, verb in (("__setattr__", "self, name, value", "name, value", "assign to"),
                                             ("__delattr__", "self, name", "name", "delete")):
        source.method(method, parameters, [
            "if __dataclass_type__(self) is __dataclass_class__ or name in __dataclass_names__:",
            f"  raise __dataclass_error__(f\"cannot {verb} field {{name!r}}\")",
            f"__dataclass_super__(__dataclass_class__, self).{method}({passed})"], complaint="")


# Slots

def _slots_of(cls):
    slots = cls.__dict__.get("__slots__")
    if slots is None:
        # A class without __slots__ gives its instances a __dict__ and weak references, unless it is built in.
        slots = []
        if getattr(cls, "__weakrefoffset__", -1) != 0:
            slots.append("__weakref__")
        if getattr(cls, "__dictoffset__", -1) != 0:
            slots.append("__dict__")
        return slots
    if isinstance(slots, str):
        return [slots]
    if hasattr(slots, "__next__"):
        raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")
    return list(slots)


def _dataclass_getstate(self):
    return [getattr(self, found.name) for found in fields(self)]


def _dataclass_setstate(self, state):
    for found, value in zip(fields(self), state):
        object.__setattr__(self, found.name, value)


def _with_slots(cls, params, real):
    """The same class once more, with __slots__: they cannot be added to a class that exists."""
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    namespace = dict(cls.__dict__)
    names = [found.name for found in real]
    inherited = {slot for base in cls.__mro__[1:-1] for slot in _slots_of(base)}
    slots = {found.name: found.doc for found in real if found.name not in inherited}
    if params.weakref_slot and "__weakref__" not in inherited:
        slots["__weakref__"] = None
    namespace["__slots__"] = slots if any(slots.values()) else tuple(slots)
    for name in names:
        namespace.pop(name, None)
    namespace.pop("__dict__", None)
    namespace.pop("__weakref__", None)
    made = type(cls)(cls.__name__, cls.__bases__, namespace)
    made.__qualname__ = cls.__qualname__
    if params.frozen:
        if "__getstate__" not in cls.__dict__:
            made.__getstate__ = _dataclass_getstate
        if "__setstate__" not in cls.__dict__:
            made.__setstate__ = _dataclass_setstate
    _repoint_class_cells(cls, made)
    return made


def _repoint_class_cells(old, new):
    """Methods that use super() or __class__ hold the class in a cell, which all of them share."""
    for value in new.__dict__.values():
        while hasattr(value, "__wrapped__"):
            value = value.__wrapped__
        if isinstance(value, property):
            candidates = value.fget, value.fset, value.fdel
        elif isinstance(value, (classmethod, staticmethod)):
            candidates = (value.__func__,)
        else:
            candidates = (value,)
        for candidate in candidates:
            _repoint(candidate, old, new)
    # The methods that were generated hold it under another name.
    for name in ("__setattr__", "__delattr__"):
        _repoint(new.__dict__.get(name), old, new, "__dataclass_class__")
    init = new.__dict__.get("__init__")
    if _is_generated(init):
        _repoint(init.__annotate__, old, new, "cls")


def _repoint(function, old, new, name="__class__"):
    code = getattr(function, "__code__", None)
    if code is None or name not in code.co_freevars:
        return
    cell = function.__closure__[code.co_freevars.index(name)]
    try:
        holds_old = cell.cell_contents is old
    except ValueError:
        return
    if holds_old:
        cell.cell_contents = new


# Using dataclasses

def fields(class_or_instance):
    """The fields of a dataclass or of an instance of one, as a tuple of Field."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(one for one in found.values() if one._field_type is _FIELD)


def is_dataclass(obj):
    """Whether obj is a dataclass or an instance of one."""
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, _FIELDS)


def _is_instance(obj):
    return hasattr(type(obj), _FIELDS)


_atomic = frozenset((type(None), bool, int, float, str, complex, bytes, type(...), type(NotImplemented), type, range,
                     property, type(len), type(lambda: None), type(fields.__code__)))


def asdict(obj, *, dict_factory=dict):
    """The fields of an instance as a dict, and so on inside dataclasses, lists, tuples and dicts."""
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _as_dict(obj, dict_factory)


def _as_dict(obj, factory):
    kind = type(obj)
    if kind in _atomic:
        return obj
    if hasattr(kind, _FIELDS):
        if factory is dict:
            return {one.name: _as_dict(getattr(obj, one.name), dict) for one in fields(obj)}
        return factory([(one.name, _as_dict(getattr(obj, one.name), factory)) for one in fields(obj)])
    return _inside(obj, kind, _as_dict, factory)


def astuple(obj, *, tuple_factory=tuple):
    """The field values of an instance as a tuple, and so on inside dataclasses, lists, tuples and dicts."""
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _as_tuple(obj, tuple_factory)


def _as_tuple(obj, factory):
    kind = type(obj)
    if kind in _atomic:
        return obj
    if hasattr(kind, _FIELDS):
        return factory([_as_tuple(getattr(obj, one.name), factory) for one in fields(obj)])
    return _inside(obj, kind, _as_tuple, factory)


def _inside(obj, kind, convert, factory):
    """A copy of a value that is no dataclass, with what is inside it converted."""
    if kind is list:
        return [convert(item, factory) for item in obj]
    if kind is dict:
        return {convert(key, factory): convert(value, factory) for key, value in obj.items()}
    if issubclass(kind, tuple):
        if hasattr(kind, "_fields"):
            return kind(*[convert(item, factory) for item in obj])
        return kind([convert(item, factory) for item in obj])
    if issubclass(kind, dict):
        if hasattr(kind, "default_factory"):
            made = kind(obj.default_factory)
            for key, value in obj.items():
                made[convert(key, factory)] = convert(value, factory)
            return made
        return kind((convert(key, factory), convert(value, factory)) for key, value in obj.items())
    if issubclass(kind, list):
        return kind(convert(item, factory) for item in obj)
    from copy import deepcopy
    return deepcopy(obj)


def replace(obj, /, **changes):
    """A new instance with some fields changed."""
    if not _is_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for found in getattr(self, _FIELDS).values():
        if found._field_type is _FIELD_CLASSVAR:
            continue
        name = found.name
        if not found.init:
            if name in changes:
                raise TypeError(f"field {name} is declared with init=False, it cannot be specified with replace()")
        elif name not in changes:
            if found._field_type is _FIELD_INITVAR and found.default is MISSING:
                raise TypeError(f"InitVar {name!r} must be specified with replace()")
            changes[name] = getattr(self, name)
    return self.__class__(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False,
                   unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False,
                   weakref_slot=False, module=None, decorator=dataclass):
    """Make a dataclass from names, (name, type) pairs and (name, type, field) triples."""
    from keyword import iskeyword
    kinds = {}
    defaults = {}
    for item in fields:
        if isinstance(item, str):
            name, kind = item, MISSING
        elif len(item) == 2:
            name, kind = item
        elif len(item) == 3:
            name, kind, defaults[item[0]] = item
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in kinds:
            raise TypeError(f"Field name duplicated: {name!r}")
        kinds[name] = kind

    # typing is not imported for the sake of an Any that nobody looks at.
    quiet = True

    def annotate(format, /):
        from annotationlib import Format, ForwardRef, type_repr

        def any_kind():
            typing = sys.modules.get("typing")
            if typing is None and format == Format.FORWARDREF and quiet:
                return ForwardRef("Any", module="typing")
            from typing import Any
            return Any

        if format == Format.STRING:
            return {name: "typing.Any" if kind is MISSING else kind if isinstance(kind, str) else type_repr(kind)
                    for name, kind in kinds.items()}
        if format not in (Format.VALUE, Format.FORWARDREF):
            raise NotImplementedError(format)
        return {name: any_kind() if kind is MISSING else kind for name, kind in kinds.items()}

    def fill(body):
        body.update(namespace or {})
        body.update(defaults)

    from types import new_class
    cls = new_class(cls_name, bases, {}, fill)
    cls.__annotate__ = annotate
    if module is None:
        try:
            module = sys._getframemodulename(1) or "__main__"
        except AttributeError:
            try:
                module = sys._getframe(1).f_globals.get("__name__", "__main__")
            except (AttributeError, ValueError):
                pass
    if module is not None:
        cls.__module__ = module
    cls = decorator(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen,
                    match_args=match_args, kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)
    quiet = False
    return cls
