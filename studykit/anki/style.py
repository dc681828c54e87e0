"""The style sheet of our note types: day, night, phone, Chinese type, code that scrolls, colours of code.

Written out, so that neither Pygments nor a file is needed. The classes are those of `markup.writer` and of Pygments.
`.card` has no `overflow: hidden`, which would keep a phone from scrolling long code. A change here needs a new
`notetypes.MODIFIED`, or Anki keeps the old one.
"""

from typing import Final

_TYPE: Final = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", '
    '"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", sans-serif'
)
_CODE_TYPE: Final = (
    'ui-monospace, "SF Mono", Menlo, Consolas, "Cascadia Mono", "DejaVu Sans Mono", "Sarasa Mono SC", '
    '"Noto Sans Mono CJK SC", "Microsoft YaHei", monospace'
)

_LAYOUT: Final = f"""\
.card {{
  font-family: {_TYPE};
  font-size: 20px;
  line-height: 1.6;
  text-align: left;
  color: #1f2328;
  background-color: #ffffff;
  max-width: 46em;
  margin: 0 auto;
  padding: 0.8em 1em;
  overflow-wrap: break-word;
}}
.side > :first-child {{ margin-top: 0; }}
.side > :last-child {{ margin-bottom: 0; }}
hr#answer {{ border: 0; border-top: 1px solid #d1d9e0; margin: 1em 0; }}
img {{ max-width: 100%; height: auto; }}
a {{ color: #0969da; text-decoration: none; }}
mark {{ background: #fff3a3; color: inherit; padding: 0 0.1em; }}
kbd {{ border: 1px solid #d1d9e0; border-radius: 4px; padding: 0 0.3em; font-size: 0.85em; }}
ul, ol {{ padding-left: 1.6em; }}
blockquote {{ margin: 0.6em 0; padding: 0 0.9em; border-left: 3px solid #d1d9e0; color: #59636e; }}
code {{ font-family: {_CODE_TYPE}; font-size: 0.88em; background: #eff1f3; border-radius: 4px; padding: 0.1em 0.3em; }}
pre {{
  overflow-x: auto;
  -webkit-overflow-scrolling: touch;
  background: #f6f8fa;
  border-radius: 6px;
  padding: 0.7em 0.9em;
  line-height: 1.45;
  tab-size: 4;
}}
pre code {{ background: none; padding: 0; white-space: pre; }}
.table {{ overflow-x: auto; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #d1d9e0; padding: 0.25em 0.6em; }}
th {{ background: #f6f8fa; }}
.cloze {{ font-weight: 600; color: #0550ae; }}
.cloze-inactive {{ color: inherit; }}
.callout {{ border-left: 4px solid #0969da; background: #eef5fd; border-radius: 4px; }}
.callout {{ padding: 0.5em 0.9em; margin: 0.6em 0; }}
.callout-title {{ font-weight: 600; }}
.callout-warning, .callout-caution, .callout-attention {{ border-color: #bf8700; background: #fff8e5; }}
.callout-danger, .callout-error, .callout-bug, .callout-failure {{ border-color: #cf222e; background: #fff0ee; }}
.callout-tip, .callout-success, .callout-done, .callout-check {{ border-color: #1a7f37; background: #eafbee; }}
ol.options > li {{ margin: 0.35em 0; }}
ol.options > li.right {{ font-weight: 600; color: #1a7f37; }}
ol.options > li.wrong {{ opacity: 0.65; }}
#typeans {{ font-size: 1em; font-family: {_CODE_TYPE}; }}
.detail {{ margin-top: 1em; }}
.detail summary {{ cursor: pointer; color: #59636e; }}
.footnote {{ font-size: 0.8em; color: #59636e; }}
.source {{ margin-top: 2em; font-size: 0.7em; color: #59636e; }}
.source .deck {{ opacity: 0.8; }}
.source blockquote {{ margin: 0.3em 0; }}
.mobile .card, .card.mobile {{ font-size: 18px; padding: 0.5em 0.7em; }}
"""

_NIGHT: Final = """\
.nightMode.card, .nightMode .card { color: #dfe3e8; background-color: #1e1f22; }
.nightMode hr#answer { border-top-color: #454a51; }
.nightMode a { color: #6cb0ff; }
.nightMode mark { background: #6b5d0f; color: #fff7cc; }
.nightMode kbd, .nightMode th, .nightMode td { border-color: #454a51; }
.nightMode blockquote { border-left-color: #454a51; color: #a5adb6; }
.nightMode code { background: #33363b; }
.nightMode pre, .nightMode th { background: #282a2e; }
.nightMode pre code { background: none; }
.nightMode .cloze { color: #7cb8ff; }
.nightMode .callout { background: #1d2c3e; border-color: #6cb0ff; }
.nightMode .callout-warning, .nightMode .callout-caution, .nightMode .callout-attention {
  background: #352b12; border-color: #d4a72c;
}
.nightMode .callout-danger, .nightMode .callout-error, .nightMode .callout-bug, .nightMode .callout-failure {
  background: #3b1f1f; border-color: #ff7b72;
}
.nightMode .callout-tip, .nightMode .callout-success, .nightMode .callout-done, .nightMode .callout-check {
  background: #17301f; border-color: #56d364;
}
.nightMode ol.options > li.right { color: #56d364; }
.nightMode .source, .nightMode .footnote, .nightMode .detail summary { color: #a5adb6; }
"""

_TOKENS: Final = {
    "c ch cm cpf c1 cs": ("color: #6a737d; font-style: italic", "color: #8b949e"),
    "k kc kd kn kp kr": ("color: #cf222e", "color: #ff7b72"),
    "kt nc nn ne": ("color: #953800", "color: #ffa657"),
    "nf fm nd": ("color: #8250df", "color: #d2a8ff"),
    "nb bp no nt nl nv vc vg vi vm": ("color: #0550ae", "color: #79c0ff"),
    "na py": ("color: #116329", "color: #7ee787"),
    "m mb mf mh mi mo il": ("color: #0550ae", "color: #79c0ff"),
    "s sa sb sc dl sd s2 se sh si sx sr s1 ss l ld": ("color: #0a3069", "color: #a5d6ff"),
    "o ow": ("color: #cf222e", "color: #ff7b72"),
    "gi": ("color: #116329; background: #dafbe1", "color: #aff5b4; background: #033a16"),
    "gd": ("color: #82071e; background: #ffebe9", "color: #ffdcd7; background: #67060c"),
    "gh gu": ("color: #0550ae; font-weight: 600", "color: #79c0ff"),
    "ge": ("font-style: italic", "font-style: italic"),
    "gs": ("font-weight: 600", "font-weight: 600"),
    "gp go gt gr": ("color: #59636e", "color: #a5adb6"),
}
"""Classes of Pygments' tokens, and their looks by day and by night."""


def _rules(prefix: str, night: bool) -> str:
    return "".join(
        f"{', '.join(f'{prefix}.highlight .{name}' for name in names.split())} {{ {looks[night]}; }}\n"
        for names, looks in _TOKENS.items()
    )


CSS: Final = _LAYOUT + _NIGHT + _rules("", night=False) + _rules(".nightMode ", night=True)
