"""Addresses, taken apart and put together."""

from collections import namedtuple

_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")
_PARTED = ("", "ftp", "http", "https", "file", "ws", "wss", "sftp", "svn", "git", "ssh")


def quote(string, safe="/", encoding="utf-8", errors="strict"):
    """The text with special characters as `%xx`."""
    data = string.encode(encoding, errors) if isinstance(string, str) else bytes(string)
    kept = _SAFE | set(safe.encode() if isinstance(safe, str) else safe)
    return "".join(chr(byte) if byte in kept else f"%{byte:02X}" for byte in data)


quote_from_bytes = quote


def quote_plus(string, safe="", encoding="utf-8", errors="strict"):
    return quote(string, safe + " ", encoding, errors).replace(" ", "+")


def unquote_to_bytes(string):
    data = string.encode() if isinstance(string, str) else bytes(string)
    first, *parts = data.split(b"%")
    out = bytearray(first)
    for part in parts:
        try:
            out += bytes.fromhex(part[:2].decode("ascii")) + part[2:]
            if len(part) < 2:
                raise ValueError
        except ValueError:
            out += b"%" + part
    return bytes(out)


def unquote(string, encoding="utf-8", errors="replace"):
    """The text that was quoted."""
    return unquote_to_bytes(string).decode(encoding, errors) if "%" in string else string


def unquote_plus(string, encoding="utf-8", errors="replace"):
    return unquote(string.replace("+", " "), encoding, errors)


class _Address:
    """What both kinds of results have in common."""

    __slots__ = ()

    def _host(self):
        return self.netloc.rpartition("@")[2]

    @property
    def username(self):
        info, mark, _ = self.netloc.rpartition("@")
        return info.partition(":")[0] if mark else None

    @property
    def password(self):
        info, mark, _ = self.netloc.rpartition("@")
        _, has, word = info.partition(":")
        return word if mark and has else None

    @property
    def hostname(self):
        host = self._host()
        host = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
        return host.lower() or None

    @property
    def port(self):
        text = self._host().rpartition("]")[2].partition(":")[2]
        if not text:
            return None
        if not text.isdigit():
            raise ValueError(f"Port could not be cast to integer value as {text!r}")
        if int(text) > 65535:
            raise ValueError("Port out of range 0-65535")
        return int(text)

    def geturl(self):
        return urlunparse(self) if len(self) == 6 else urlunsplit(self)


class SplitResult(_Address, namedtuple("SplitResult", "scheme netloc path query fragment")):
    __slots__ = ()


class ParseResult(_Address, namedtuple("ParseResult", "scheme netloc path params query fragment")):
    __slots__ = ()


def urlsplit(url, scheme="", allow_fragments=True):
    """Scheme, host, path, query and fragment."""
    url = url.strip()
    head, mark, rest = url.partition(":")
    if mark and head[:1].isalpha() and all(c.isalnum() or c in "+-." for c in head):
        scheme, url = head.lower(), rest
    host = query = fragment = ""
    if url.startswith("//"):
        end = min([at for c in "/?#" if (at := url.find(c, 2)) >= 0], default=len(url))
        host, url = url[2:end], url[end:]
    if allow_fragments:
        url, _, fragment = url.partition("#")
    url, _, query = url.partition("?")
    return SplitResult(scheme, host, url, query, fragment)


def urlparse(url, scheme="", allow_fragments=True):
    """The same, with the parameters of the last part of the path."""
    scheme, host, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ""
    at = path.find(";", path.rfind("/") + 1)
    if at >= 0 and scheme in _PARTED:
        path, params = path[:at], path[at + 1:]
    return ParseResult(scheme, host, path, params, query, fragment)


def urlunsplit(components):
    scheme, host, path, query, fragment = components
    if host or path.startswith("//"):
        path = "//" + host + ("/" if path and not path.startswith("/") else "") + path
    url = f"{scheme}:{path}" if scheme else path
    return url + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def urlunparse(components):
    scheme, host, path, params, query, fragment = components
    return urlunsplit((scheme, host, f"{path};{params}" if params else path, query, fragment))


def urldefrag(url):
    whole = urlparse(url)
    return urlunparse(whole._replace(fragment="")), whole.fragment


def urljoin(base, url, allow_fragments=True):
    """The address that a relative one means."""
    if not base or not url:
        return base or url
    b = urlparse(base)
    u = urlparse(url, b.scheme)
    if u.scheme != b.scheme or u.scheme not in _PARTED:
        return url
    if u.netloc:
        return urlunparse(u)
    u = u._replace(netloc=b.netloc)
    if not u.path and not u.params:
        return urlunparse(u._replace(path=b.path, params=b.params, query=u.query or b.query))
    if u.path.startswith("/"):
        parts = u.path.split("/")
    else:
        parts = b.path.split("/")[:-1] + u.path.split("/")
        if b.netloc and not b.path:
            parts.insert(0, "")
    out = []
    for part in parts:
        if part == "..":
            if len(out) > 1:
                out.pop()
        elif part != ".":
            out.append(part)
    if parts[-1] in (".", ".."):
        out.append("")
    return urlunparse(u._replace(path="/".join(out) or "/"))


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8",
              errors="replace", max_num_fields=None, separator="&"):
    """Names and values of a query."""
    found = []
    for part in qs.split(separator) if qs else ():
        name, mark, value = part.partition("=")
        if not mark and strict_parsing:
            raise ValueError(f"bad query field: {part!r}")
        if value or keep_blank_values and part:
            found.append((unquote_plus(name, encoding, errors),
                          unquote_plus(value, encoding, errors)))
    return found


def parse_qs(qs, *args, **kwargs):
    found = {}
    for name, value in parse_qsl(qs, *args, **kwargs):
        found.setdefault(name, []).append(value)
    return found


def urlencode(query, doseq=False, safe="", encoding="utf-8", errors="strict", quote_via=quote_plus):
    """The query of names and values."""
    def text(value):
        return quote_via(value if isinstance(value, (str, bytes)) else str(value), safe)
    parts = []
    for name, value in query.items() if hasattr(query, "items") else query:
        many = doseq and not isinstance(value, (str, bytes)) and hasattr(value, "__iter__")
        parts.extend(f"{text(name)}={text(v)}" for v in (value if many else (value,)))
    return "&".join(parts)
