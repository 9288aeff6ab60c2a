package object

// Ellipsis and NotImplemented are the singletons of those names.
var (
	ellipsisType       = NewType("ellipsis", ObjectType, NewLayout[Header]())
	notImplementedType = NewType("NotImplementedType", ObjectType, NewLayout[Header]())
	ellipsis           = Header{Shape: ellipsisType.shape}
	notImplemented     = Header{Shape: notImplementedType.shape}
	Ellipsis           = Value{Ref: &ellipsis}
	NotImplemented     = Value{Ref: &notImplemented}
)
