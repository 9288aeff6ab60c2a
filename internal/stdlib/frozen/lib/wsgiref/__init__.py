"""WSGI: what servers and applications agree on.

util has helpers for both, headers a mapping of headers, handlers what runs an application, simple_server a server.
"""
