# configparser, shlex, urllib.parse and html: settings, command lines, addresses, pages.
import configparser
import html
import shlex
import sys
from urllib.parse import parse_qs, quote, unquote, urlencode, urljoin, urlsplit

SETTINGS = """\
[DEFAULT]
base = /srv
debug = no

[web]
root = %(base)s/web
port: 8080
ratio = 0.25
# a comment
motto = one
    and two

[mail]
host = example.org
debug = yes
"""


def attempt(action):
    try:
        print(action())
    except (configparser.Error, ValueError, KeyError) as e:
        print(type(e).__name__, e)


settings = configparser.ConfigParser()
settings.read_string(SETTINGS)
print(settings.sections(), settings["web"]["root"], settings.getint("web", "port"))
for section in settings.sections():
    options = settings[section]
    print(section, options.getboolean("debug"), options.get("host", "nowhere"), list(options))
print(repr(settings["web"]["motto"]), settings.getfloat("web", "ratio"), "web" in settings)
settings["new"] = {"Key": "value", "share": "50%%"}
settings.remove_option("web", "motto")
settings.write(sys.stdout)
attempt(lambda: settings.get("new", "share"))
attempt(lambda: settings.get("new", "none"))
attempt(lambda: settings.get("none", "x"))
attempt(lambda: settings["none"])
attempt(lambda: settings.getint("web", "root"))
attempt(lambda: settings.set("web", "x", "5%"))
attempt(lambda: configparser.ConfigParser().read_string("x = 1"))
attempt(lambda: configparser.ConfigParser().read_string("[a]\nx = 1\nx = 2"))
attempt(lambda: configparser.ConfigParser().read_string("[a]\nx = %(y)s") or "read")

print(shlex.split("cp 'my file' \"other \\\"one\\\"\" to\\ here # all of it"))
print(shlex.split("run it # now", comments=True), shlex.quote("it's"), shlex.join(["a b", "c"]))
attempt(lambda: shlex.split("open 'quote"))
print(list(shlex.shlex("x = f(y) && z|w", punctuation_chars=True)))

address = urlsplit("https://ada:pw@Example.org:8443/a/b.html?q=1&q=2&r=x+y#top")
print(address)
print(address.hostname, address.port, address.username, address.password, parse_qs(address.query))
for target in ("c.html", "../c", "/c", "?q", "#end", "//host/c", "mailto:x@y"):
    print(target, urljoin(address.geturl(), target))
print(quote("a b/ä&c"), unquote("a%20b/%C3%A4"), urlencode({"q": "a b", "n": [1, 2]}, doseq=True))
page = html.escape("<b title=\"x\">Tom & 'Jerry'</b>")
print(page, html.unescape(page), html.unescape("&eacute;&#233;&#xe9;&hellip;&unknown;"))
