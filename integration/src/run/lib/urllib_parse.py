"""Addresses taken apart and put together, and text in them."""

from collections import namedtuple
import re

_RELATIVE = {"", "file", "ftp", "http", "https", "imap", "rtsp", "sftp", "shttp", "svn",
             "svn+ssh", "ws", "wss"}
uses_netloc = _RELATIVE | {"git", "git+ssh", "ldap", "nntp", "rsync", "telnet"}
uses_params = {"", "ftp", "hdl", "http", "https", "mms", "rtsp", "sftp", "shttp", "sip", "sips",
               "tel"}
_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")


def quote(string, safe="/", encoding=None, errors=None):
    """Text with `%xx` for the characters that mean something in an address."""
    if isinstance(string, str):
        string = string.encode(encoding or "utf-8", errors or "strict")
    elif encoding is not None or errors is not None:
        raise TypeError("quote() doesn't support 'encoding' for bytes" if encoding is not None
                        else "quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_from_bytes(bs, safe="/"):
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError("quote_from_bytes() expected bytes")
    if isinstance(safe, str):
        safe = safe.encode("ascii", "ignore")
    plain = _SAFE.union(byte for byte in safe if byte < 128)
    return "".join(chr(byte) if byte in plain else f"%{byte:02X}" for byte in bs)


def quote_plus(string, safe="", encoding=None, errors=None):
    """The same with `+` for blanks."""
    blank, plus = (" ", "+") if isinstance(string, str) else (b" ", b"+")
    if blank not in string:
        return quote(string, safe, encoding, errors)
    safe = safe + (" " if isinstance(safe, str) else b" ")
    return quote(string, safe, encoding, errors).replace(" ", "+")


def unquote_to_bytes(string):
    if isinstance(string, str):
        string = string.encode("utf-8")
    first, *parts = bytes(string).split(b"%")
    found = bytearray(first)
    for part in parts:
        try:
            found.append(int(part[:2].decode("ascii"), 16) if len(part) > 1 else -1)
            found += part[2:]
        except ValueError:
            found += b"%" + part
    return bytes(found)


def unquote(string, encoding="utf-8", errors="replace"):
    """The text that `%xx` stands for."""
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode(encoding or "utf-8", errors or "replace")
    if "%" not in string:
        return string
    return re.sub("[\0-\x7f]+", lambda match: unquote_to_bytes(match[0]).decode(
        encoding or "utf-8", errors or "replace"), string)


def unquote_plus(string, encoding="utf-8", errors="replace"):
    return unquote(string.replace("+", " "), encoding, errors)


def urlencode(query, doseq=False, safe="", encoding=None, errors=None, quote_via=quote_plus):
    """Pairs as the query of an address."""
    if hasattr(query, "items"):
        query = query.items()
    elif len(query) and not isinstance(query[0], tuple):
        raise TypeError("not a valid non-string sequence or mapping object")

    def text(part):
        if isinstance(part, bytes):
            return quote_via(part, safe)
        return quote_via(str(part), safe, encoding, errors)

    pairs = []
    for key, value in query:
        values = [value]
        if doseq and not isinstance(value, (str, bytes)):
            try:
                values = list(value)
            except TypeError:
                pass
        pairs += [f"{text(key)}={text(each)}" for each in values]
    return "&".join(pairs)


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8",
              errors="replace", max_num_fields=None, separator="&"):
    """The pairs of a query."""
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError("Separator must be of type string or bytes.")
    if max_num_fields is not None and qs and 1 + qs.count(separator) > max_num_fields:
        raise ValueError("Max number of fields exceeded")
    pairs = []
    for field in qs.split(separator) if qs else ():
        if not field and not strict_parsing:
            continue
        name, equal, value = field.partition("=")
        if not equal and strict_parsing:
            raise ValueError(f"bad query field: {field!r}")
        if value or keep_blank_values:
            pairs.append((unquote_plus(name, encoding, errors),
                          unquote_plus(value, encoding, errors)))
    return pairs


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8",
             errors="replace", max_num_fields=None, separator="&"):
    """A dict with the list of values of each name."""
    found = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors,
                                 max_num_fields, separator):
        found.setdefault(name, []).append(value)
    return found


class _Place:
    """What the network location of an address says."""

    __slots__ = ()

    def _user(self):
        user, at, _ = self.netloc.rpartition("@")
        name, colon, password = user.partition(":")
        return (name if at else None), (password if colon else None)

    def _host(self):
        host = self.netloc.rpartition("@")[2]
        if host.startswith("["):
            name, _, rest = host[1:].partition("]")
            return name, rest.partition(":")[2]
        name, _, port = host.partition(":")
        return name, port

    @property
    def username(self):
        return self._user()[0]

    @property
    def password(self):
        return self._user()[1]

    @property
    def hostname(self):
        name, percent, zone = self._host()[0].partition("%")
        return name.lower() + percent + zone or None

    @property
    def port(self):
        port = self._host()[1]
        if not port:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f"Port could not be cast to integer value as {port!r}")
        if int(port) > 65535:
            raise ValueError("Port out of range 0-65535")
        return int(port)

    def encode(self, encoding="ascii", errors="strict"):
        return type(self)(*(part.encode(encoding, errors) for part in self))


class SplitResult(_Place, namedtuple("SplitResult", "scheme netloc path query fragment")):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResult(_Place, namedtuple("ParseResult", "scheme netloc path params query fragment")):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


class DefragResult(namedtuple("DefragResult", "url fragment")):
    __slots__ = ()

    def geturl(self):
        return f"{self.url}#{self.fragment}" if self.fragment else self.url


for _class in (SplitResult, ParseResult, DefragResult):
    _class.__module__ = "urllib.parse"


def urlsplit(url, scheme="", allow_fragments=True):
    """An address in five parts."""
    url = re.sub("[\t\r\n]", "", url.lstrip("".join(map(chr, range(33)))))
    scheme = scheme.strip("".join(map(chr, range(33))))
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", url)
    if match:
        scheme, url = match[1].lower(), url[match.end():]
    netloc = query = fragment = ""
    if url[:2] == "//":
        end = re.search(r"[/?#]|$", url[2:]).start() + 2
        netloc, url = url[2:end], url[end:]
        if ("[" in netloc) != ("]" in netloc):
            raise ValueError("Invalid IPv6 URL")
    if allow_fragments:
        url, _, fragment = url.partition("#")
    url, _, query = url.partition("?")
    return SplitResult(scheme, netloc, url, query, fragment)


def urlparse(url, scheme="", allow_fragments=True):
    """An address in six parts: those after `;` are apart."""
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ""
    if scheme in uses_params:
        head, slash, last = path.rpartition("/")
        last, _, params = last.partition(";")
        path = head + slash + last
    return ParseResult(scheme, netloc, path, params, query, fragment)


def urlunsplit(components):
    """The address of five parts."""
    scheme, netloc, url, query, fragment = components
    if netloc:
        url = f"//{netloc}{'' if url[:1] in ('', '/') else '/'}{url}"
    elif url[:2] == "//" or scheme and scheme in uses_netloc and url[:1] in ("", "/"):
        url = "//" + url
    if scheme:
        url = scheme + ":" + url
    if query:
        url += "?" + query
    return url + "#" + fragment if fragment else url


def urlunparse(components):
    """The address of six parts."""
    scheme, netloc, url, params, query, fragment = components
    return urlunsplit((scheme, netloc, f"{url};{params}" if params else url, query, fragment))


def urldefrag(url):
    """An address and its fragment."""
    if "#" not in url:
        return DefragResult(url, "")
    *parts, fragment = urlparse(url)
    return DefragResult(urlunparse((*parts, "")), fragment)


def urljoin(base, url, allow_fragments=True):
    """The address that one means which stands in another."""
    if not base or not url:
        return base or url
    b = urlparse(base, "", allow_fragments)
    scheme, netloc, path, params, query, fragment = urlparse(url, b.scheme, allow_fragments)
    if scheme != b.scheme or scheme not in _RELATIVE:
        return url
    if netloc:
        return urlunparse((scheme, netloc, path, params, query, fragment))
    if not path and not params:
        return urlunparse((scheme, b.netloc, b.path, b.params, query or b.query, fragment))
    parts = path.split("/")
    if path[:1] != "/":
        above = b.path.split("/")
        parts = (above if above[-1] == "" else above[:-1]) + parts
        parts[1:-1] = filter(None, parts[1:-1])
    found = []
    for part in parts:
        if part == "..":
            if found:
                found.pop()
        elif part != ".":
            found.append(part)
    if parts[-1] in (".", ".."):
        found.append("")
    path = "/".join(found) or "/"
    return urlunparse((scheme, b.netloc, path, params, query, fragment))
