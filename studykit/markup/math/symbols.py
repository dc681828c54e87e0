"""The signs that commands stand for, and what each is among its neighbours. Tables alone."""

from typing import Final

from studykit.markup.math.nodes import Atom, Kind

_ORDINARY: Final = r"""
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ
lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ
chi χ psi ψ omega ω digamma ϝ
Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω varGamma Γ varDelta Δ varTheta Θ
varLambda Λ varXi Ξ varPi Π varSigma Σ varUpsilon Υ varPhi Φ varPsi Ψ varOmega Ω
ell ℓ hbar ℏ hslash ℏ imath ı jmath ȷ Re ℜ Im ℑ aleph ℵ beth ℶ wp ℘ partial ∂ nabla ∇ infty ∞ forall ∀ exists ∃
nexists ∄ emptyset ∅ varnothing ∅ top ⊤ intercal ⊤ bot ⊥ angle ∠ measuredangle ∡ triangle △ bigtriangleup △
bigtriangledown ▽ prime ′ backprime ‵ neg ¬ lnot ¬ surd √ checkmark ✓ square □ Box □ blacksquare ■ Diamond ◇
lozenge ◊ bigstar ★ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ flat ♭ sharp ♯ natural ♮ degree ° S § P ¶
copyright © pounds £ eth ð mho ℧ complement ∁ vdots ⋮ backslash \ % % $ $ # # & & _ _
"""
_INNER: Final = "dots … ldots … cdots ⋯ dotsc … dotsb ⋯ dotsm ⋯ dotsi ⋯ dotso … ddots ⋱"
_RELATIONS: Final = """
le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ne ≠ neq ≠ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝ ll ≪ gg ≫
lll ⋘ ggg ⋙ prec ≺ succ ≻ preceq ⪯ succeq ⪰ preccurlyeq ≼ succcurlyeq ≽ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇
subsetneq ⊊ supsetneq ⊋ nsubseteq ⊈ sqsubset ⊏ sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒ in ∈ notin ∉ ni ∋ owns ∋ mid |
nmid ∤ shortmid | parallel ∥ nparallel ∦ perp ⊥ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ doteq ≐ coloneqq ≔
coloneq ≔ eqqcolon ≕ triangleq ≜ circeq ≗ asymp ≍ bowtie ⋈ Join ⋈ lesssim ≲ gtrsim ≳ lessgtr ≶ approxeq ≊
thickapprox ≈ thicksim ∼ backsim ∽ lt < gt > varpropto ∝ between ≬ smile ⌣ frown ⌢ nless ≮ ngtr ≯ nleq ≰ ngeq ≱
to → rightarrow → gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ implies ⇒
impliedby ⇐ mapsto ↦ longmapsto ↦ longrightarrow → longleftarrow ← Longrightarrow ⇒ Longleftarrow ⇐
longleftrightarrow ↔ Longleftrightarrow ⇔ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗
searrow ↘ swarrow ↙ nwarrow ↖ hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ leftharpoonup ↼
rightharpoondown ⇁ leftharpoondown ↽ rightleftharpoons ⇌ rightleftarrows ⇄ leftrightarrows ⇆ rightrightarrows ⇉
leadsto ⇝ rightsquigarrow ⇝ twoheadrightarrow ↠ nrightarrow ↛ nleftarrow ↚ nRightarrow ⇏ circlearrowleft ↺
circlearrowright ↻ curvearrowright ↷ curvearrowleft ↶ multimap ⊸ therefore ∴ because ∵
"""
_BINARY: Final = """
pm ± mp ∓ times × div ÷ cdot · centerdot · ast * star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙
cup ∪ cap ∩ uplus ⊎ sqcup ⊔ sqcap ⊓ vee ∨ lor ∨ wedge ∧ land ∧ setminus ∖ smallsetminus ∖ wr ≀ amalg ⨿ dagger †
ddagger ‡ bigcirc ◯ triangleleft ◁ triangleright ▷ ltimes ⋉ rtimes ⋊ diamond ⋄ boxplus ⊞ boxtimes ⊠ curlyvee ⋎
curlywedge ⋏ veebar ⊻ bmod mod
"""
_SUMS: Final = """
sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigsqcup ⨆ biguplus ⨄
"""
_INTEGRALS: Final = "int ∫ smallint ∫ iint ∬ iiint ∭ oint ∮ oiint ∯"
_FUNCTIONS: Final = """
arccos arcsin arctan arg cos cosh cot coth csc deg dim exp hom ker lg ln log sec sin sinh tan tanh
"""
_LIMITED: Final = "det gcd inf lim max min Pr sup argmax argmin"

DELIMITERS: Final[dict[str, tuple[str, Kind]]] = {
    "(": ("(", "open"),
    ")": (")", "close"),
    "[": ("[", "open"),
    "]": ("]", "close"),
    "\\{": ("{", "open"),
    "\\}": ("}", "close"),
    "\\lbrace": ("{", "open"),
    "\\rbrace": ("}", "close"),
    "\\lbrack": ("[", "open"),
    "\\rbrack": ("]", "close"),
    "\\langle": ("⟨", "open"),
    "\\rangle": ("⟩", "close"),
    "\\lfloor": ("⌊", "open"),
    "\\rfloor": ("⌋", "close"),
    "\\lceil": ("⌈", "open"),
    "\\rceil": ("⌉", "close"),
    "\\lvert": ("|", "open"),
    "\\rvert": ("|", "close"),
    "\\lVert": ("‖", "open"),
    "\\rVert": ("‖", "close"),
    "\\llbracket": ("⟦", "open"),
    "\\rrbracket": ("⟧", "close"),
    "\\lgroup": ("(", "open"),
    "\\rgroup": (")", "close"),
    "⟨": ("⟨", "open"),
    "⟩": ("⟩", "close"),
    "⌊": ("⌊", "open"),
    "⌋": ("⌋", "close"),
    "⌈": ("⌈", "open"),
    "⌉": ("⌉", "close"),
    "|": ("|", "bar"),
    "\\vert": ("|", "bar"),
    "\\|": ("‖", "bar"),
    "\\Vert": ("‖", "bar"),
    "‖": ("‖", "bar"),
}
"""What may stand alone, after `\\left` and `\\right`, or after `\\big` and its like."""

ONLY_SIZED: Final[dict[str, tuple[str, Kind]]] = {
    ".": ("", "ordinary"),
    "<": ("⟨", "open"),
    ">": ("⟩", "close"),
    "/": ("/", "ordinary"),
    "\\backslash": ("\\", "ordinary"),
    "\\uparrow": ("↑", "relation"),
    "\\downarrow": ("↓", "relation"),
}
"""What is a delimiter only where a delimiter is asked for."""

SPACES: Final = {
    ",": 1, ":": 1, ";": 1, ">": 1, " ": 1, "~": 1, "!": 0, "/": 0, "quad": 2, "qquad": 4, "enspace": 1, "enskip": 1,
    "thinspace": 1, "medspace": 1, "thickspace": 1, "negthinspace": 0, "negmedspace": 0, "nobreakspace": 1, "space": 1,
}  # fmt: skip
"""Blanks by command. A blank between two signs is never less than their kinds ask for."""

_NOTHING: Final = """
displaystyle textstyle scriptstyle scriptscriptstyle nonumber notag mathstrut strut allowbreak nobreak centering
tiny small normalsize large Large LARGE huge Huge relax noindent
"""
DROPPED: Final = frozenset(_NOTHING.split())
"""Commands that change nothing that a terminal could show."""


def _pairs(table: str, kind: Kind, *, limits: bool = False) -> dict[str, Atom]:
    words = table.split()
    return {name: Atom(sign, kind, limits) for name, sign in zip(words[::2], words[1::2], strict=True)}


COMMANDS: Final[dict[str, Atom]] = (
    _pairs(_ORDINARY, "ordinary")
    | _pairs(_INNER, "inner")
    | _pairs(_RELATIONS, "relation")
    | _pairs(_BINARY, "binary")
    | _pairs(_SUMS, "big", limits=True)
    | _pairs(_INTEGRALS, "big")
    | {name: Atom(name, "operator") for name in _FUNCTIONS.split()}
    | {name: Atom(name, "operator", limits=True) for name in _LIMITED.split()}
    | {
        "limsup": Atom("lim sup", "operator", limits=True),
        "liminf": Atom("lim inf", "operator", limits=True),
        "argmax": Atom("arg max", "operator", limits=True),
        "argmin": Atom("arg min", "operator", limits=True),
        "colon": Atom(":", "punctuation"),
        "And": Atom("&", "relation"),
    }
)
"""Signs and functions by the name of their command."""

CHARACTERS: Final[dict[str, Atom]] = {
    atom.text: atom for atom in COMMANDS.values() if len(atom.text) == 1 and not atom.text.isascii()
} | {
    "+": Atom("+", "binary"),
    "-": Atom("−", "binary"),
    "−": Atom("−", "binary"),
    "*": Atom("*", "binary"),
    "=": Atom("=", "relation"),
    "<": Atom("<", "relation"),
    ">": Atom(">", "relation"),
    ":": Atom(":", "relation"),
    ",": Atom(",", "punctuation"),
    ";": Atom(";", "punctuation"),
    "⊤": Atom("⊤", "ordinary"),
    "⊥": Atom("⊥", "relation"),
}
"""Signs that stand for themselves and are more than ordinary. The others are ordinary."""

NEGATED: Final = {
    "=": "≠", "∈": "∉", "∋": "∌", "<": "≮", ">": "≯", "≤": "≰", "≥": "≱", "≡": "≢", "∼": "≁", "≈": "≉", "⊂": "⊄",
    "⊆": "⊈", "⊃": "⊅", "⊇": "⊉", "∃": "∄", "|": "∤", "∥": "∦", "→": "↛", "⇒": "⇏", "⇔": "⇎", "≺": "⊀", "≻": "⊁",
}  # fmt: skip
"""`\\not` before a sign, where Unicode has one character for both."""
