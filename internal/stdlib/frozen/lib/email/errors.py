"""What can be wrong with a message: exceptions, and defects, which are kept in the message's list `defects`."""


class MessageError(Exception):
    """The base of the package's exceptions."""


class MessageParseError(MessageError):
    """A message cannot be parsed."""


class HeaderParseError(MessageParseError):
    """A header cannot be parsed."""


class BoundaryError(MessageParseError):
    """The end of a multipart message is missing."""


class MultipartConversionError(MessageError, TypeError):
    """Something is added to a message that cannot take it."""


class CharsetError(MessageError):
    """A charset is not what it should be."""


class HeaderWriteError(MessageError):
    """A header cannot be written."""


class MessageDefect(ValueError):
    """The base of the defects; line is where it was found."""

    def __init__(self, line=None):
        if line is not None:
            super().__init__(line)
        self.line = line


class NoBoundaryInMultipartDefect(MessageDefect):
    """It says that it is multipart but names no boundary."""


class StartBoundaryNotFoundDefect(MessageDefect):
    """The boundary is nowhere to be found."""


class CloseBoundaryNotFoundDefect(MessageDefect):
    """The boundary that ends the last part is missing."""


class FirstHeaderLineIsContinuationDefect(MessageDefect):
    """The first header begins with white space."""


class MisplacedEnvelopeHeaderDefect(MessageDefect):
    """A Unix "From " line stands among the headers."""


class MissingHeaderBodySeparatorDefect(MessageDefect):
    """No blank line divides headers from body."""


MalformedHeaderDefect = MissingHeaderBodySeparatorDefect


class MultipartInvariantViolationDefect(MessageDefect):
    """It says that it is multipart but has no parts."""


class InvalidMultipartContentTransferEncodingDefect(MessageDefect):
    """A multipart message has an encoding that it must not have."""


class UndecodableBytesDefect(MessageDefect):
    """A header has bytes that are not ASCII."""


class InvalidBase64PaddingDefect(MessageDefect):
    """Base64 text of a wrong length."""


class InvalidBase64CharactersDefect(MessageDefect):
    """Base64 text with characters that do not belong there."""


class InvalidBase64LengthDefect(MessageDefect):
    """Base64 text with one character too many."""


class HeaderDefect(MessageDefect):
    """The base of the defects of headers."""

    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)


class InvalidHeaderDefect(HeaderDefect):
    """A header is not valid."""


class HeaderMissingRequiredValue(HeaderDefect):
    """A header that must have a value has none."""


class NonPrintableDefect(HeaderDefect):
    """A header has characters that do not print."""

    def __init__(self, non_printables):
        super().__init__(non_printables)
        self.non_printables = non_printables

    def __str__(self):
        return f"the following ASCII non-printables found in header: {self.non_printables}"


class ObsoleteHeaderDefect(HeaderDefect):
    """A header uses forms that are no longer to be made."""


class NonASCIILocalPartDefect(HeaderDefect):
    """The local part of an address is not ASCII."""


class InvalidDateDefect(HeaderDefect):
    """A date cannot be read."""
