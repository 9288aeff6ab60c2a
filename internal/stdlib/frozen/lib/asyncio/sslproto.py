"""TLS over transports."""

SSLAgainErrors = ()


class SSLProtocol:
    """Not available."""

    def __init__(self, *args, **kwargs):
        raise RuntimeError("TLS is not supported")
