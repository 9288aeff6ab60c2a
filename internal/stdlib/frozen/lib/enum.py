"""Enumerations: classes whose members are fixed, named and unique.

How a class comes to be: EnumDict, the namespace of the class body, notes which names are members and resolves auto().
EnumType.__new__ finds out what the members are made of, and puts a _Pending in the place of each. When type.__new__
calls their __set_name__, each is replaced by the real member; so __init_subclass__ sees them all.
"""

import sys
from types import DynamicClassAttribute, MappingProxyType
from builtins import property as _builtin_property, bin as _bin

__all__ = ["EnumType", "EnumMeta", "EnumDict", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum",
           "auto", "unique", "property", "verify", "member", "nonmember",
           "FlagBoundary", "STRICT", "CONFORM", "EJECT", "KEEP",
           "global_flag_repr", "global_enum_repr", "global_str", "global_enum",
           "EnumCheck", "CONTINUOUS", "NAMED_FLAGS", "UNIQUE",
           "pickle_by_global_name", "pickle_by_enum_name"]

# The base classes are themselves made by EnumType, which must do without those that are not there yet.
Enum = Flag = ReprEnum = EJECT = KEEP = STRICT = CONFORM = None


class _NotGiven:
    def __repr__(self):
        return "<not given>"


class _AutoNull:
    def __repr__(self):
        return "_auto_null"


_not_given = _NotGiven()
_auto_null = _AutoNull()


class nonmember:
    """Wraps a value in a class body that is not to become a member."""

    def __init__(self, value):
        self.value = value


class member:
    """Wraps a value in a class body that is to become a member."""

    def __init__(self, value):
        self.value = value


class auto:
    """Stands for a value that _generate_next_value_ gives."""

    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return f"auto({self.value!r})"


# Names and values

def _is_descriptor(obj):
    return not isinstance(obj, type) and (
        hasattr(obj, "__get__") or hasattr(obj, "__set__") or hasattr(obj, "__delete__"))


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == "__" and name[2] != "_" and name[-3] != "_"


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_" and name[-2] != "_"


def _is_private(cls_name, name):
    prefix = f"_{cls_name.lstrip('_')}__"
    return len(name) > len(prefix) and name.startswith(prefix) and (name[-1] != "_" or name[-2] != "_")


def _is_internal_class(cls_name, obj):
    if not isinstance(obj, type):
        return False
    qualname = obj.__qualname__
    inside = f"{cls_name}.{obj.__name__}"
    return qualname == inside or qualname.endswith("." + inside)


def _is_single_bit(value):
    return value > 0 and value & (value - 1) == 0


def _iter_bits_lsb(value):
    if isinstance(value, Enum):
        value = value.value
    if value < 0:
        raise ValueError(f"{value!r} is not a positive integer")
    while value:
        low = value & -value
        yield low
        value ^= low


def show_flag_values(value):
    """The single bits of a value, as a list of ints."""
    return list(_iter_bits_lsb(value))


def bin(num, max_bits=None):
    """Binary text in two's complement with the sign bit apart: 0b1 0110."""
    num = int(num)
    digits = num.bit_length() if num >= 0 else (~num).bit_length()
    width = max(digits, max_bits or 0)
    return f"0b{int(num < 0)} {num & ((1 << width) - 1):0{max(width, 1)}b}"


def _dataclass_repr(self):
    fields = self.__dataclass_fields__
    return ", ".join(f"{name}={getattr(self, name)!r}" for name in fields if fields[name].repr)


# Attributes

class property(DynamicClassAttribute):
    """A property of members that leaves the name free for a member: name and value are such."""

    member = None
    name = None
    clsname = None
    _shadowed = None

    def __get__(self, instance, ownerclass=None):
        if instance is not None:
            fget = self.fget
            if fget is not None:
                return fget(instance)
            if self._shadowed is not None:
                owner, is_descriptor = self._shadowed
                return getattr(instance._value_ if is_descriptor else owner, self.name)
            try:
                return ownerclass._member_map_[self.name]
            except KeyError:
                raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}") from None
        if self.member is not None:
            return self.member
        raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}")

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError(f"<enum {self.clsname!r}> cannot set attribute {self.name!r}")
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError(f"<enum {self.clsname!r}> cannot delete attribute {self.name!r}")
        return self.fdel(instance)

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


class EnumDict(dict):
    """The namespace of an enumeration's body: notes the members in order and refuses to define one twice."""

    _settable_sunders = frozenset((
        "_order_", "_generate_next_value_", "_numeric_repr_", "_missing_", "_ignore_", "_iter_member_",
        "_iter_member_by_value_", "_iter_member_by_def_", "_add_alias_", "_add_value_alias_", "_use_args_"))

    def __init__(self, cls_name=None):
        super().__init__()
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._auto_called = False
        self._cls_name = cls_name
        self._generate_next_value = None

    @_builtin_property
    def member_names(self):
        """The names of the members so far."""
        return list(self._member_names)

    def __setitem__(self, key, value):
        if self._cls_name is not None and _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            value = self._set_sunder(key, value)
        elif _is_dunder(key):
            if key == "__order__":
                key = "_order_"
        elif key in self._member_names:
            raise TypeError(f"{key!r} already defined as {self[key]!r}")
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif (isinstance(value, member)
              or not _is_descriptor(value) and not (self._cls_name is not None
                                                    and _is_internal_class(self._cls_name, value))):
            if key in self:
                raise TypeError(f"{key!r} already defined as {self[key]!r}")
            resolved = value.value if isinstance(value, member) else self._without_auto(key, value)
            if resolved is value or isinstance(value, member):
                self._last_values.append(resolved)
            value = resolved
            self._member_names[key] = None
        super().__setitem__(key, value)

    def _set_sunder(self, key, value):
        if key not in self._settable_sunders:
            raise ValueError(f"_sunder_ names, such as {key!r}, are reserved for future Enum use")
        if key == "_generate_next_value_":
            if self._auto_called:
                raise TypeError("_generate_next_value_ must be defined before members")
            self._generate_next_value = value.__func__ if isinstance(value, staticmethod) else value
        elif key == "_ignore_":
            value = value.replace(",", " ").split() if isinstance(value, str) else list(value)
            self._ignore = value
            already = set(value) & set(self._member_names)
            if already:
                raise ValueError(f"_ignore_ cannot specify already set names: {already!r}")
        return value

    def _without_auto(self, key, value):
        """The value with every auto in it, alone or in a tuple, resolved."""
        if isinstance(value, auto):
            return self._resolve(key, value)
        if isinstance(value, tuple) and any(isinstance(item, auto) for item in value):
            kind = type(value)
            items = [self._resolve(key, item) if isinstance(item, auto) else item for item in value]
            try:
                return kind(items)
            except TypeError:
                return kind(*items)
        return value

    def _resolve(self, key, value):
        if value.value is _auto_null:
            self._auto_called = True
            value.value = self._generate_next_value(key, 1, len(self._member_names), self._last_values[:])
        self._last_values.append(value.value)
        return value.value

    def update(self, members=(), /, **more_members):
        for name, value in members.items() if hasattr(members, "keys") else members:
            self[name] = value
        for name, value in more_members.items():
            self[name] = value


_EnumDict = EnumDict


class _Pending:
    """Stands in the class for a member until the class exists."""

    def __init__(self, value):
        self.value = value

    def __set_name__(self, cls, name):
        new = cls._make_member(name, self.value)
        type.__delattr__(cls, name)
        cls._enrol(name, new)


class EnumType(type):
    """The metaclass of enumerations."""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members_(cls, bases)
        namespace = EnumDict(cls)
        _, first_enum = metacls._get_mixins_(cls, bases)
        if first_enum is not None:
            namespace["_generate_next_value_"] = getattr(first_enum, "_generate_next_value_", None)
        return namespace

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        if _simple:
            return super().__new__(metacls, cls, bases, classdict, **kwds)
        ignored = classdict.get("_ignore_", [])
        for key in {*ignored, "_ignore_"}:
            classdict.pop(key, None)
        names = [name for name in classdict._member_names if name in classdict]
        invalid = [repr(name) for name in names if name in ("mro", "")]
        if invalid:
            raise ValueError(f"invalid enum member name(s) {', '.join(invalid)}")
        order = classdict.pop("_order_", None)

        member_type, first_enum = metacls._get_mixins_(cls, bases)
        new_member, saved_new, use_args = metacls._find_new_(classdict, member_type, first_enum)

        namespace = dict(classdict)
        namespace["_new_member_"] = new_member
        namespace.setdefault("_use_args_", use_args)
        namespace["_member_names_"] = []
        namespace["_member_map_"] = {}
        namespace["_value2member_map_"] = {}
        namespace["_hashable_values_"] = []
        namespace["_unhashable_values_"] = []
        namespace["_unhashable_values_map_"] = {}
        namespace["_member_type_"] = member_type
        namespace["_value_repr_"] = metacls._find_data_repr_(cls, bases)
        generate = namespace.get("_generate_next_value_")
        if generate is not None and not isinstance(generate, staticmethod):
            namespace["_generate_next_value_"] = staticmethod(generate)
        is_flag = Flag is not None and issubclass(first_enum, Flag) or Flag is None and cls == "Flag"
        if is_flag:
            namespace["_boundary_"] = boundary or getattr(first_enum, "_boundary_", None)
            namespace["_flag_mask_"] = 0
            namespace["_singles_mask_"] = 0
            namespace["_all_bits_"] = 0
            namespace["_inverted_"] = None
        for name in names:
            namespace[name] = _Pending(namespace[name])

        try:
            enum_class = super().__new__(metacls, cls, bases, namespace, **kwds)
        except Exception as exc:
            notes = getattr(exc, "__notes__", None)
            if notes and notes[-1].startswith("Error calling __set_name__ on '_Pending'"):
                notes.pop()
                if not notes:
                    del exc.__notes__
            raise

        enum_class._settle_methods(classdict, member_type, first_enum, saved_new)
        if is_flag and Flag is not None:
            enum_class._settle_flag(classdict)
        if order is not None:
            enum_class._check_order(order, is_flag)
        return enum_class

    def __init__(cls, *args, **kwds):
        super().__init__(*args[:3])

    # Making the class

    def _settle_methods(cls, classdict, member_type, first_enum, saved_new):
        """Where a mixed-in type's methods would win over those of the enumeration, decide which it is to be."""
        if ReprEnum is not None and ReprEnum in cls.__bases__:
            for name in ("__format__", "__str__"):
                if name not in classdict:
                    found = getattr(member_type, name)
                    if name == "__str__" and found is object.__str__:
                        found = member_type.__repr__
                    setattr(cls, name, found)
        for name in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
            if name not in classdict and getattr(cls, name) in (getattr(member_type, name), getattr(object, name)):
                if Enum is not None and not (name in ("__str__", "__format__") and ReprEnum is not None
                                             and ReprEnum in cls.__bases__):
                    setattr(cls, name, getattr(first_enum, name))
        if Enum is not None:
            # A call looks members up; whatever makes them is kept aside.
            if saved_new:
                cls.__new_member__ = classdict["__new__"]
            cls.__new__ = Enum.__new__

    def _settle_flag(cls, classdict):
        for name in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__"):
            if name not in classdict:
                setattr(cls, name, getattr(Flag, name))
        values = [cls._member_map_[name]._value_ for name in cls._member_names_]
        if values != sorted(values):
            cls._iter_member_ = cls._iter_member_by_def_

    def _check_order(cls, order, is_flag):
        order = order.replace(",", " ").split() if isinstance(order, str) else list(order)
        listed = cls._member_names_
        order = [name for name in order if name in listed or name not in cls._member_map_]
        if not is_flag:
            aliases = [name for name in cls._member_map_ if name not in listed]
            order = [name for name in order if name not in aliases]
        if order != listed:
            raise TypeError(f"member order does not match _order_:\n  {listed!r}\n  {order!r}")

    def _make_member(cls, name, value):
        args = value if isinstance(value, tuple) else (value,)
        if cls._member_type_ is tuple:
            args = (args,)
        if cls._use_args_:
            new = cls._new_member_(cls, *args)
        else:
            new = cls._new_member_(cls)
        if not hasattr(new, "_value_"):
            if cls._member_type_ is object:
                new._value_ = value
            else:
                try:
                    new._value_ = cls._member_type_(*args)
                except Exception as exc:
                    raise TypeError("_value_ not set in __new__, unable to create it") from exc
        new._name_ = name
        new.__objclass__ = cls
        new.__init__(*args)
        new._sort_order_ = len(cls._member_names_)
        return new

    def _enrol(cls, name, new):
        """Take a new member in, or make its name an alias of the member that has the value already."""
        value = new._value_
        is_flag = "_flag_mask_" in cls.__dict__
        existing = cls._with_value(value)
        if existing is not None:
            cls._add_member_(name, existing)
            return
        listed = True
        if is_flag:
            listed = False
            if isinstance(value, int):
                cls._flag_mask_ |= value
                if _is_single_bit(value):
                    cls._singles_mask_ |= value
                    listed = True
                cls._all_bits_ = (1 << cls._flag_mask_.bit_length()) - 1
        if listed:
            cls._member_names_.append(name)
        cls._add_member_(name, new)
        cls._note_value(name, value, new)

    def _with_value(cls, value):
        try:
            return cls._value2member_map_.get(value)
        except TypeError:
            for known in cls._member_map_.values():
                if known._value_ == value:
                    return known
            return None

    def _note_value(cls, name, value, new):
        try:
            cls._value2member_map_.setdefault(value, new)
            if value not in cls._hashable_values_:
                cls._hashable_values_.append(value)
        except TypeError:
            cls._unhashable_values_.append(value)
            cls._unhashable_values_map_.setdefault(name, []).append(value)

    def _add_member_(cls, name, member):
        known = cls._member_map_.get(name)
        if known is not None:
            if known is not member:
                raise NameError(f"{name!r} is already bound: {known!r}")
            return
        shadowed = None
        for base in cls.__mro__[1:]:
            found = base.__dict__.get(name)
            if found is not None:
                shadowed = base, found
                if isinstance(found, (_builtin_property, DynamicClassAttribute)) or hasattr(found, "__set__"):
                    break
        if shadowed is None:
            type.__setattr__(cls, name, member)
        else:
            # The name also means something on members: keep that meaning there, and give the class the member.
            base, found = shadowed
            redirect = property()
            redirect.member = member
            redirect.__set_name__(cls, name)
            if isinstance(found, (_builtin_property, DynamicClassAttribute)):
                redirect.fget, redirect.fset, redirect.fdel = found.fget, found.fset, found.fdel
                if isinstance(found, property):
                    redirect._shadowed = found._shadowed
            elif _is_descriptor(found):
                redirect._shadowed = base, True
            else:
                redirect._shadowed = base, False
            type.__setattr__(cls, name, redirect)
        cls._member_map_[name] = member

    @classmethod
    def _check_for_existing_members_(metacls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError(f"<enum {class_name!r}> cannot extend {base!r}")

    @classmethod
    def _get_mixins_(metacls, class_name, bases):
        """The type that members are made of besides being members, and the enumeration inherited from."""
        if not bases:
            return object, Enum
        first_enum = bases[-1]
        if not isinstance(first_enum, EnumType):
            raise TypeError("new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] "
                            "enum_type)`")
        return metacls._find_data_type_(class_name, bases) or object, first_enum

    @classmethod
    def _find_data_type_(metacls, class_name, bases):
        kinds = set()
        bases_seen = set()
        for chain in bases:
            lowest = None
            for base in chain.__mro__:
                bases_seen.add(base)
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    if base._member_type_ is not object:
                        kinds.add(base._member_type_)
                        break
                elif "__new__" in base.__dict__ or "__dataclass_fields__" in base.__dict__:
                    kinds.add(lowest or base)
                    break
                else:
                    lowest = lowest or base
        if len(kinds) > 1:
            raise TypeError(f"too many data types for {class_name!r}: {kinds!r}")
        return kinds.pop() if kinds else None

    @classmethod
    def _find_data_repr_(metacls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    return base._value_repr_
                if "__repr__" in base.__dict__:
                    params = base.__dict__.get("__dataclass_params__")
                    if "__dataclass_fields__" in base.__dict__ and params is not None and params.repr:
                        return _dataclass_repr
                    return base.__dict__["__repr__"]
        return None

    @classmethod
    def _find_new_(metacls, classdict, member_type, first_enum):
        """What makes members: (the __new__, whether the class body defined it, whether it takes the value)."""
        defined = classdict.get("__new__")
        saved = defined is not None and first_enum is not None
        trivial = {None, None.__new__, object.__new__, Enum.__new__ if Enum is not None else None}
        new = defined
        if new is None:
            for name in ("__new_member__", "__new__"):
                for kind in (member_type, first_enum):
                    found = getattr(kind, name, None)
                    if found not in trivial:
                        new = found
                        break
                if new is not None:
                    break
            else:
                new = object.__new__
        use_args = not (first_enum is None or new in trivial)
        return new, saved, use_args

    # What the class can do

    def __bool__(cls):
        return True

    def __call__(cls, value, names=_not_given, *values, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        """Look a member up by value; called on a class without members, make an enumeration."""
        if cls._member_map_:
            if names is not _not_given:
                value = (value, names, *values)
            return cls.__new__(cls, value)
        if names is _not_given and type is None:
            raise TypeError(f"{cls} has no members; specify `names=()` if you meant to create a new, empty, enum")
        return cls._create_(value, None if names is _not_given else names, module=module, qualname=qualname,
                            type=type, start=start, boundary=boundary)

    def __contains__(cls, value):
        """Whether value is a member or a member's value."""
        if isinstance(value, cls):
            return True
        if issubclass(cls, Flag):
            try:
                return isinstance(cls._missing_(value), cls)
            except ValueError:
                pass
        return value in cls._unhashable_values_ or value in cls._hashable_values_

    def __getattr__(cls, name):
        raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        members = cls._member_map_
        return (members[name] for name in cls._member_names_)

    def __reversed__(cls):
        members = cls._member_map_
        return (members[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    @_builtin_property
    def __members__(cls):
        """A read-only mapping from every name, aliases too, to its member."""
        return MappingProxyType(cls._member_map_)

    def __setattr__(cls, name, value):
        members = cls.__dict__.get("_member_map_")
        if members and name in members:
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError(f"{cls.__name__!r} cannot delete member {attr!r}.")
        super().__delattr__(attr)

    def __repr__(cls):
        if Flag is not None and issubclass(cls, Flag):
            return f"<flag {cls.__name__!r}>"
        return f"<enum {cls.__name__!r}>"

    def __dir__(cls):
        shown = {"__class__", "__contains__", "__doc__", "__getitem__", "__iter__", "__len__", "__members__",
                 "__module__", "__name__", "__qualname__", *cls._member_names_}
        if cls._new_member_ is not object.__new__:
            shown.add("__new__")
        if cls.__init_subclass__ is not object.__init_subclass__:
            shown.add("__init_subclass__")
        if cls._member_type_ is not object:
            shown.update(dir(cls._member_type_))
        return sorted(shown)

    @_builtin_property
    def __signature__(cls):
        from inspect import Parameter, Signature
        if cls._member_names_:
            return Signature([Parameter("values", Parameter.VAR_POSITIONAL)])
        named = Parameter.KEYWORD_ONLY
        return Signature([
            Parameter("new_class_name", Parameter.POSITIONAL_ONLY),
            Parameter("names", Parameter.POSITIONAL_OR_KEYWORD),
            Parameter("module", named, default=None), Parameter("qualname", named, default=None),
            Parameter("type", named, default=None), Parameter("start", named, default=1),
            Parameter("boundary", named, default=None)])

    # Other ways to make one

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None):
        """Make an enumeration from names: a string, an iterable of names or of (name, value) pairs, or a mapping."""
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        _, first_enum = cls._get_mixins_(class_name, bases)
        namespace = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            last_values = []
            pairs = []
            for count, name in enumerate(names):
                value = first_enum._generate_next_value_(name, start, count, last_values[:])
                last_values.append(value)
                pairs.append((name, value))
            names = pairs
        if names is None:
            names = ()
        for item in names:
            name, value = (item, names[item]) if isinstance(item, str) else item
            namespace[name] = value

        if module is None:
            try:
                module = sys._getframemodulename(2)
            except AttributeError:
                try:
                    module = sys._getframe(2).f_globals["__name__"]
                except (AttributeError, ValueError, KeyError):
                    pass
        if module is None:
            _make_class_unpicklable(namespace)
        else:
            namespace["__module__"] = module
        if qualname is not None:
            namespace["__qualname__"] = qualname
        return metacls.__new__(metacls, class_name, bases, namespace, boundary=boundary)

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """Make an enumeration of those of a module's names that filter accepts, and put its members in the module
        in the place of the constants."""
        target = sys.modules[module].__dict__
        constants = target if source is None else source.__dict__ if hasattr(source, "__dict__") else source
        pairs = [(key, value) for key, value in constants.items() if filter(key)]
        try:
            # Where several names have one value, the first in the alphabet is the member and the others aliases.
            pairs.sort(key=lambda pair: (pair[1], pair[0]))
        except TypeError:
            pairs.sort(key=lambda pair: pair[0])
        made = cls(name, dict(pairs), module=module, boundary=boundary or KEEP)
        made.__reduce_ex__ = pickle_by_global_name
        if as_global:
            global_enum(made)
        else:
            target.update(made.__members__)
        target[name] = made
        return made


EnumMeta = EnumType


def _refuse_pickling(self, proto):
    raise TypeError(f"{self!r} cannot be pickled")


def _make_class_unpicklable(obj):
    """Make the pickling of members an error, for a class that could not be found again."""
    if isinstance(obj, dict):
        obj["__reduce_ex__"] = _refuse_pickling
        obj["__module__"] = "<unknown>"
    else:
        obj.__reduce_ex__ = _refuse_pickling
        obj.__module__ = "<unknown>"


def _generate_next_value(name, start, count, last_values):
    if not last_values:
        return start
    try:
        last = sorted(last_values)[-1]
    except TypeError:
        raise TypeError("unable to sort non-numeric values") from None
    try:
        return last + 1
    except TypeError:
        raise TypeError(f"unable to increment {last!r}") from None


class Enum(metaclass=EnumType):
    """A class to derive enumerations from.

    Each name that is set in the body of the class becomes a member; Color.RED, Color(1) and Color["RED"] give it.
    """

    def __new__(cls, value):
        # This is how members are looked up; the ones that exist were made by _new_member_.
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for known in cls._member_map_.values():
                if known._value_ == value:
                    return known
            for name, values in cls._unhashable_values_map_.items():
                if name is not None and value in values:
                    return cls._member_map_[name]
        if not cls._member_map_:
            if any(isinstance(found, _Pending) for found in cls.__dict__.values()):
                raise TypeError("do not use `super().__new__; call the appropriate __new__ directly")
            raise TypeError(f"{cls!r} has no members")
        problem = None
        try:
            found = cls._missing_(value)
        except Exception as exc:
            problem = exc
            found = None
        try:
            if isinstance(found, cls) or (Flag is not None and issubclass(cls, Flag)
                                          and cls._boundary_ is EJECT and isinstance(found, int)):
                return found
            invalid = ValueError(f"{value!r} is not a valid {cls.__qualname__}")
            if problem is None:
                if found is None:
                    raise invalid
                problem = TypeError(f"error in {cls.__name__}._missing_: returned {found!r} instead of None or a "
                                    "valid member")
            if not isinstance(problem, ValueError):
                problem.__context__ = invalid
            raise problem
        finally:
            problem = invalid = None

    def __init__(self, *args, **kwds):
        pass

    def _add_alias_(self, name):
        """Give the member one more name."""
        self.__class__._add_member_(name, self)

    def _add_value_alias_(self, value):
        """Let one more value find the member."""
        cls = self.__class__
        known = cls._with_value(value)
        if known is not None:
            if known is not self:
                raise ValueError(f"{value!r} is already bound: {known!r}")
            return
        # The member may be in the making, and have no name yet.
        cls._note_value(getattr(self, "_name_", None), value, self)

    _generate_next_value_ = _generate_next_value

    @classmethod
    def _missing_(cls, value):
        """Called for a value that no member has: may return a member, or None."""
        return None

    def __repr__(self):
        show = self.__class__._value_repr_ or repr
        return f"<{self.__class__.__name__}.{self._name_}: {show(self._value_)}>"

    def __str__(self):
        return f"{self.__class__.__name__}.{self._name_}"

    def __dir__(self):
        shown = set() if self.__class__._member_type_ is object else set(object.__dir__(self))
        shown.update(name for name in getattr(self, "__dict__", ()) if name[0] != "_" and
                     name not in self.__class__._member_map_)
        members = self._member_map_
        for cls in self.__class__.mro():
            for name, value in cls.__dict__.items():
                if name[0] == "_":
                    continue
                if isinstance(value, property):
                    # It may only redirect the name of a member.
                    if value.fget is not None or name not in members:
                        shown.add(name)
                    else:
                        shown.discard(name)
                elif name not in members:
                    shown.add(name)
        shown.update(("__class__", "__doc__", "__eq__", "__hash__", "__module__"))
        return sorted(shown)

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    @property
    def name(self):
        """The member's name."""
        return self._name_

    @property
    def value(self):
        """The member's value."""
        return self._value_


class ReprEnum(Enum):
    """Only the repr is the enumeration's: str() and format() are those of the mixed-in type."""


class IntEnum(int, ReprEnum):
    """An enumeration whose members are also ints."""


class StrEnum(str, ReprEnum):
    """An enumeration whose members are also strings; auto() gives the name in lower case."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f"too many arguments for str(): {values!r}")
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError(f"{values[0]!r} is not a string")
        if len(values) >= 2 and not isinstance(values[1], str):
            raise TypeError(f"encoding must be a string, not {values[1]!r}")
        if len(values) == 3 and not isinstance(values[2], str):
            raise TypeError(f"errors must be a string, not {values[2]!r}")
        value = str(*values)
        made = str.__new__(cls, value)
        made._value_ = value
        return made

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


def pickle_by_global_name(self, proto):
    """A __reduce_ex__ for members that are also global names of their module."""
    return self.name


_reduce_ex_by_global_name = pickle_by_global_name


def pickle_by_enum_name(self, proto):
    """A __reduce_ex__ that pickles a member by its class and name."""
    return getattr, (self.__class__, self._name_)


class FlagBoundary(StrEnum):
    """What a Flag does with bits that no member has."""

    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


def _next_flag_value(name, start, count, last_values):
    if not last_values:
        return start if start is not None else 1
    last = max(last_values)
    try:
        high = last.bit_length() - 1
    except Exception:
        raise TypeError(f"invalid flag value {last!r}") from None
    return 2 ** (high + 1)


def _flag_operation(symbol, combine):
    def method(self, other):
        theirs = self._get_value(other)
        if theirs is NotImplemented:
            return NotImplemented
        ours = self._value_
        if ours is None or theirs is None:
            whose = self if ours is None else other
            raise TypeError(f"'{whose}' cannot be combined with other flags with {symbol}")
        return self.__class__(combine(ours, theirs))
    return method


class Flag(Enum, boundary=STRICT):
    """An enumeration whose members are sets of bits, to be combined with | & ^ ~."""

    _generate_next_value_ = _next_flag_value
    _numeric_repr_ = repr

    @classmethod
    def _iter_member_by_value_(cls, value):
        found = cls._value2member_map_.get
        for bit in _iter_bits_lsb(value & cls._flag_mask_):
            yield found(bit)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        yield from sorted(cls._iter_member_by_value_(value), key=lambda member: member._sort_order_)

    @classmethod
    def _missing_(cls, value):
        """The member for a combination of bits, made and kept on first use."""
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        mask, singles, every_bit = cls._flag_mask_, cls._singles_mask_, cls._all_bits_
        given = value
        boundary = cls._boundary_
        if value < 0:
            value += max(every_bit + 1, 1 << (~value).bit_length())
            if boundary is not KEEP and not ~every_bit <= given and boundary is not STRICT:
                value = given
        outside = (not ~every_bit <= given <= every_bit) or value & (every_bit ^ mask)
        if outside:
            if boundary is STRICT:
                width = max(given.bit_length(), mask.bit_length())
                raise ValueError(f"{cls!r} invalid value {given!r}\n    given {bin(given, width)}\n"
                                 f"  allowed {bin(mask, width)}")
            if boundary is CONFORM:
                value &= mask
            elif boundary is EJECT:
                return given
            elif boundary is not KEEP:
                raise ValueError(f"{cls!r} unknown flag boundary {boundary!r}")
        if value < 0:
            value += max(every_bit + 1, 1 << (~value).bit_length())
        if value != given:
            known = cls._value2member_map_.get(value)
            if known is not None:
                return known

        unknown = value & ~mask
        if cls._member_type_ is object:
            made = object.__new__(cls)
        else:
            made = cls._member_type_.__new__(cls, value)
        if not hasattr(made, "_value_"):
            made._value_ = value
        members = list(cls._iter_member_(value & singles))
        if value & ~singles:
            # Bits that only some member of several bits has.
            covered = value & singles
            for candidate in cls._member_map_.values():
                bits = candidate._value_
                if isinstance(bits, int) and bits and bits & value == bits and bits & ~covered \
                        and candidate not in members:
                    members.append(candidate)
                    covered |= bits
            unknown = value & ~covered
        if unknown and boundary is not KEEP and unknown & mask != unknown:
            raise ValueError(f"{cls.__name__}({value!r}) -->  unknown values {unknown!r} [{bin(unknown)}]")
        if members:
            made._name_ = "|".join(member._name_ for member in members)
            if unknown:
                made._name_ += f"|{cls._numeric_repr_(unknown)}"
        else:
            made._name_ = None
        made = cls._value2member_map_.setdefault(value, made)
        if given != value:
            cls._value2member_map_[given] = made
        return made

    def __contains__(self, other):
        """Whether all bits of other are set in self."""
        if not isinstance(other, self.__class__):
            raise TypeError(f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and "
                            f"{self.__class__.__qualname__!r}")
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        cls = self.__class__
        show = cls._value_repr_ or repr
        if self._name_ is None:
            return f"<{cls.__name__}: {show(self._value_)}>"
        return f"<{cls.__name__}.{self._name_}: {show(self._value_)}>"

    def __str__(self):
        cls = self.__class__
        if self._name_ is None:
            return f"{cls.__name__}({self._value_!r})"
        return f"{cls.__name__}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def _get_value(self, flag):
        if isinstance(flag, self.__class__):
            return flag._value_
        if self._member_type_ is not object and isinstance(flag, self._member_type_):
            return flag
        return NotImplemented

    __or__ = __ror__ = _flag_operation("|", lambda a, b: a | b)
    __and__ = __rand__ = _flag_operation("&", lambda a, b: a & b)
    __xor__ = __rxor__ = _flag_operation("^", lambda a, b: a ^ b)

    def __invert__(self):
        if self._value_ is None:
            raise TypeError(f"'{self}' cannot be inverted")
        if self._inverted_ is None:
            if self._boundary_ in (EJECT, KEEP):
                self._inverted_ = self.__class__(~self._value_)
            else:
                self._inverted_ = self.__class__(self._singles_mask_ & ~self._value_)
        return self._inverted_


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """A Flag whose members are also ints, and which accepts any bits."""


def unique(enumeration):
    """A class decorator that refuses two names for one value."""
    aliases = [f"{name} -> {member.name}" for name, member in enumeration.__members__.items() if name != member.name]
    if aliases:
        raise ValueError(f"duplicate values found in {enumeration!r}: {', '.join(aliases)}")
    return enumeration


# Members as global names

def _module_name(cls):
    return cls.__module__.rpartition(".")[2]


def global_enum_repr(self):
    """A repr that names the member as its module's global: module.NAME."""
    return f"{_module_name(self.__class__)}.{self._name_}"


def global_flag_repr(self):
    """global_enum_repr for flags, of which several may be set."""
    module = _module_name(self.__class__)
    name = self._name_
    if name is None:
        return f"{module}.{self.__class__.__name__}({self._value_!r})"
    if not _is_single_bit(self._value_) or "|" in name:
        return "|".join(part if part[0].isdigit() else f"{module}.{part}" for part in name.split("|"))
    return f"{module}.{name}"


def global_str(self):
    """A str that is the member's name alone."""
    if self._name_ is None:
        return f"{self.__class__.__name__}({self._value_!r})"
    return self._name_


def global_enum(cls, update_str=False):
    """Make the members global names of their module, and their repr say so."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


# Checks

class EnumCheck(StrEnum):
    """What verify can check."""

    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """A class decorator that checks an enumeration."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        checkers = {UNIQUE: self._unique, CONTINUOUS: self._continuous, NAMED_FLAGS: self._named_flags}
        for check in self.checks:
            checker = checkers.get(check)
            if checker is not None:
                checker(enumeration)
        return enumeration

    @staticmethod
    def _unique(enumeration):
        aliases = [f"{name} -> {member.name}"
                   for name, member in enumeration.__members__.items() if name != member.name]
        if aliases:
            raise ValueError(f"aliases found in {enumeration!r}: {', '.join(aliases)}")

    @staticmethod
    def _continuous(enumeration):
        values = {member.value for member in enumeration}
        if len(values) < 2:
            return
        low, high = min(values), max(values)
        if issubclass(enumeration, Flag):
            kind = "flag"
            wanted = [1 << bit for bit in range(low.bit_length(), high.bit_length() - 1)]
        else:
            kind = "enum"
            wanted = range(low + 1, high)
        missing = [str(value) for value in wanted if value not in values]
        if missing:
            raise ValueError(f"invalid {kind} {enumeration.__name__!r}: missing values {', '.join(missing)}"[:256])

    @staticmethod
    def _named_flags(enumeration):
        if not issubclass(enumeration, Flag):
            raise TypeError("the NAMED_FLAGS check only applies to Flag")
        singles = {member.value for member in enumeration}
        names, missing = [], 0
        for name, alias in enumeration.__members__.items():
            if name in enumeration._member_names_ or alias.value < 0:
                continue
            unnamed = [bit for bit in _iter_bits_lsb(alias.value) if bit not in singles]
            if unnamed:
                names.append(name)
                missing |= sum(unnamed)
        if not names:
            return
        if len(names) == 1:
            who = f"alias {names[0]} is missing"
        else:
            who = f"aliases {', '.join(names[:-1])} and {names[-1]} are missing"
        what = f"value 0x{missing:x}" if _is_single_bit(missing) else f"combined values of 0x{missing:x}"
        raise ValueError(f"invalid Flag {enumeration.__name__!r}: {who} {what} "
                         "[use enum.show_flag_values(value) for details]")


# Enumerations made from plain classes

_unshared = frozenset(("__dict__", "__weakref__", "__module__", "__qualname__", "__firstlineno__",
                       "__static_attributes__"))


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """A class decorator that makes an enumeration of a plain class."""
    def convert_class(cls):
        metacls = type(etype)
        bases = (etype,)
        namespace = metacls.__prepare__(cls.__name__, bases)
        if use_args is not None:
            namespace["_use_args_"] = use_args
        for name, value in cls.__dict__.items():
            if name not in _unshared:
                namespace[name] = value
        namespace["__module__"] = cls.__module__
        namespace["__qualname__"] = cls.__qualname__
        return metacls.__new__(metacls, cls.__name__, bases, namespace, boundary=boundary)
    return convert_class


def _test_simple_enum(checked_enum, simple_enum):
    """Raise TypeError unless the two enumerations have the same members."""
    differences = []
    for name in {*checked_enum.__members__, *simple_enum.__members__}:
        one, other = checked_enum.__members__.get(name), simple_enum.__members__.get(name)
        if one is None or other is None or (one._name_, one._value_) != (other._name_, other._value_):
            differences.append(f"{name}: {one!r} and {other!r}")
    if differences:
        raise TypeError("enum mismatch:\n   " + "\n   ".join(sorted(differences)))


_stdlib_enums = IntEnum, StrEnum, IntFlag


def _old_convert_(etype, name, module, filter, source=None, *, boundary=None):
    return etype._convert_(name, module, filter, source, boundary=boundary)
