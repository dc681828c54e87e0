"""A history of the reference vault in thirty commits, and what has to survive each of them.

The facts, and what each commit does to them, were written down before anybody looked at what matching makes of them.
A fact is words of its card; a commit that gives it other words says so.

Five commits were put otherwise after the first run. 10 and 25 changed an answer's number and negation, which leaves the
card the same; now they change what is asked. The copied part of 26 may be a card of its own note. The filled stub of 2
is listed too, and 14 adds a step to another list, as the rules made no card of either. Facts that the rules make no
card of count for nothing; each other card of the first build counts as a fact.
"""

from collections.abc import Mapping
from pathlib import Path

from tests.flows.replay_vault import Commit, Pages

RL = "AI/LLM/RL"
MAP = f"{RL}/_MOC.md"
BASE, OTHER = f"{RL}/Fundamentals", f"{RL}/Other-Algorithms"

FACTS: Mapping[str, str] = {
    "mdp holds": "为什么 token 级 MDP 天然满足马尔科夫性？",
    "mdp gamma": "LLM 里为什么常取 γ = 1？",
    "pomdp": "如果状态看不全怎么办？",
    "closed form": "矩阵形式与闭式解的公式是什么？",
    "q-learning off-policy": "为什么 Q-learning 可以 off-policy，而学 V 的 TD 不行？",
    "deadly triad": "它什么时候会失灵？",
    "soft bellman": "LLM 里还用得到吗？",
    "loss no metric": "代码里的 loss 为什么不能当指标看？",
    "one step a batch": "为什么同一批数据不能多走几步？",
    "harder than sft": "它比监督学习难在哪里？",
    "ppo which": "PPO 算哪一种？",
    "dpo off-policy": "DPO 是 off-policy 吗？",
    "why on-policy": "既然 off-policy 省样本，为什么 LLM 还是偏爱 on-policy？",
    "kl formula": "KL散度的公式是什么？",
    "kl gradient": "估值无偏，梯度就对吗？",
    "kl read": "监控里的 KL 怎么读？",
    "mcts select": "**选择**",
    "mcts expand": "**扩展**",
    "mcts simulate": "**模拟**",
    "mcts back up": "**回传**",
    "best of n": "MCTS 和 best-of-N 差在哪里？",
    "mean not max": "为什么回传用平均而不是最大？",
    "engstrom": "PPO 的分数真是 clip 挣来的吗？",
    "ratio and kl": "ratio 和 KL 惩罚不是重复了吗？",
    "ppl comparable": "两个模型的 PPL 能直接比吗？",
    "ppl window": "文本比上下文窗口长怎么办？",
    "ppl and rl": "PPL 和 RL 有什么关系？",
    "no q-learning": "为什么 LLM 里几乎看不到 Q-learning？",
    "rl and sft": "RL 和 SFT 到底差在哪里？",
    "where to read": "从哪读起？",
    "course group size": "组大小取多少？",
    "doom": "学完 PPO 玩 Doom",
    "average value": "目标到底是什么？",
    "ppo min": "为什么要套一层 min？",
    "ppo kl": "clip 能保证 KL 不爆吗？",
    "ppo gamma": "RLHF 里为什么常取 $\\gamma=1$？",
    "grpo no critic": "没有 critic，凭什么还能降方差？",
    "grpo long": "为什么长链推理反而适合它？",
    "grpo equal groups": "全对和全错的组怎么办",
    "grpo size": "$G$ 取多大？",
    "r1 cold start": "**冷启动 SFT**",
    "r1 reasoning": "**推理 RL**",
    "r1 rejection": "**拒绝采样 + SFT**",
    "r1 all scenes": "**全场景 RL**",
    "r1 base": "R1-Zero 的能力是 RL 学出来的，还是底座本来就有？",
    "math rl": "RL 到底提升了什么？",
    "first loss": "为什么首步 loss 常常接近 0？",
    "open distill": "**复现 R1-Distill**",
    "open zero": "**复现 R1-Zero**",
    "open stages": "**多阶段**",
    "open data": "OpenR1-Math-220k 怎么来的？",
    "distill first": "为什么先做蒸馏，而不是先做 RL？",
    "dpo chosen": "为什么 chosen 的概率会跟着下降？",
    "dpo is ppo": "DPO 和 PPO 到底是不是同一个目标？",
    "no pairs": "没有成对数据怎么办？",
    "lora ref": "LoRA 下 ref 是哪个模型？",
    "dcpo smaller": "为什么取绝对值小的，而不是平均？",
    "gpg strict": "为什么必须严格 on-policy？",
    "sppo bt": "为什么不要 Bradley–Terry？",
    "collab logs": "为什么不直接在真实多轮日志上训？",
    "gspo token": "GSPO-token 是什么？",
    "rloo k": "k 取多大？",
    "kto when": "什么时候想起它？",
    "kto noise": "为什么论文说坏标签多时 KTO 可能更稳？",
    "kto pairs": "有成对数据时选谁？",
    "dapo filter": "过滤掉全对组，会不会学偏？",
}
"""What the reference vault says, by words of its card: of the question, the answer or the quote. What the rules make
no card of is left out."""


def _split(pages: Pages) -> None:
    asked = [
        "### 为什么 token 级 MDP 天然满足马尔科夫性？",
        "### LLM 里为什么常取 γ = 1？",
        "### 如果状态看不全怎么办？",
    ]
    parts = [pages.cut("马尔可夫", heading) for heading in asked]
    pages.write(f"{BASE}/马尔可夫 问答.md", "# 马尔可夫 问答\n\n从 [[马尔可夫]] 拆出来的追问。\n\n" + "\n".join(parts))
    pages.change(MAP, (f"- [[{BASE}/贝尔曼方程|", f"- [[{BASE}/马尔可夫 问答|马尔可夫 问答]]\n- [[{BASE}/贝尔曼方程|"))


def _reorganise(pages: Pages) -> None:
    """PPO below GRPO, another name for the first section, two notes to other sections."""
    ppo = pages.cut(MAP, "### PPO")
    grpo = pages.cut(MAP, "### GRPO ⭐（重点方向）")
    mcts = f"- [[{BASE}/MCTS|MCTS]] — 蒙特卡洛树搜索\n"
    pages.change(MAP, ("## 核心算法\n", f"## 核心算法\n\n{grpo}\n{ppo}\n"), (mcts, ""))
    pages.change(MAP, ("## 基础理论 (Fundamentals)", "## 基础 (Fundamentals)"))
    pages.change(MAP, ("## 相关 MOC", f"## 搜索\n{mcts}\n## 相关 MOC"))


def _away(pages: Pages) -> None:
    """Every path is another one, and no map of content is left."""
    for path in sorted(pages.root.rglob("*")):
        name = path.relative_to(pages.root).as_posix()
        if path.name == "_MOC.md":
            path.unlink()
        elif path.is_file() and ".git/" not in name:
            year = "2026" if path.suffix == ".md" else "图"
            pages.move(name, f"归档/{year}/{path.name}")


def _new_map(pages: Pages) -> None:
    names = sorted(path.stem for path in (pages.root / "归档/2026").glob("*.md") if path.stem != "README")
    practice = [name for name in names if "实践" in name]
    theory = [name for name in names if name not in practice]
    lists = ["\n".join(f"- [[{name}]]" for name in group) for group in (theory, practice)]
    text = "---\ntype: moc\n---\n# 学习地图\n\n## 读\n\n{}\n\n## 做\n\n{}\n"
    pages.write("归档/2026/学习地图.md", text.format(*lists))


def _crlf(pages: Pages) -> None:
    """What another editor does: line ends, and blanks at the end of lines."""
    for name in ("MCTS", "PPO 原理", "OpenR1", "KL散度"):
        path = pages.find(name)
        pages.write(path, pages.read(path).replace("。\n", "。  \n").replace("\n", "\r\n"))


def _swap(pages: Pages) -> None:
    folder = Path(pages.find("GPG-verl实践")).parent.as_posix()
    one, two, away = (f"{folder}/{name}.md" for name in ("GPG-verl实践", "OPO-verl实践", "x"))
    for old, new in ((one, away), (two, one), (away, two)):
        pages.move(old, new)


def _faq(pages: Pages) -> None:
    pages.change("DPO-TRL实践", ("# DPO-TRL实践\n", "# DPO 实践（TRL）\n"), ("## 自问自答\n", "## FAQ\n"))
    pages.change(
        "DPO-TRL实践", ("## 推导：奖励模型去哪了", "## 推导"), ("title: DPO-TRL实践", "title: DPO 实践（TRL）")
    )
    pages.move(pages.find("DPO-TRL实践"), "归档/2026/DPO 实践（TRL）.md")


def _many(pages: Pages) -> None:
    for name in ("MCTS", "RL 概览", "KL散度", "TRPO"):
        pages.move(pages.find(name), f"归档/基础/{name}.md")
    pages.change("RL 概览", ("没必要绕道 $Q$；", "不必绕道去学 $Q$；"))
    pages.change("KL散度", ("差一个长度倍数", "相差一个长度的倍数"))
    name = "PPL 计算 交叉熵损失与 ignore_index"
    pages.append(name, pages.cut(name, "### 文本比上下文窗口长怎么办？"))


def _home(pages: Pages) -> None:
    """Back to where everything was, with the map of that time and the names of now."""
    pages.remove(pages.find("学习地图"))
    for path in sorted(pages.reference.rglob("*.md")):
        name = path.relative_to(pages.reference).as_posix()
        if path.name == "_MOC.md":
            text = (
                path.read_text(encoding="utf-8")
                .replace("马尔科夫", "马尔可夫")
                .replace("DPO-TRL实践", "DPO 实践（TRL）")
            )
            pages.write(name, text)
        elif list((pages.root / "归档").rglob(path.name)):
            pages.move(pages.find(path.stem), name)
    for name, folder in (("马尔可夫", BASE), ("马尔可夫 问答", BASE), ("DPO 实践（TRL）", f"{RL}/DPO")):
        pages.move(pages.find(name), f"{folder}/{name}.md")
    for path in pages.root.rglob("*.md"):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))


def _rename(pages: Pages) -> None:
    pages.change("马尔科夫", ("title: 马尔科夫\n", "title: 马尔可夫\n"), ("\n# 马尔科夫\n", "\n# 马尔可夫\n"))
    pages.move(f"{BASE}/马尔科夫.md", f"{BASE}/马尔可夫.md")


def _preferences(pages: Pages) -> None:
    for name in ("KTO/KTO-TRL实践", "DPO/DPO-TRL实践", "DPO/DPO-Unsloth实践"):
        pages.move(f"{RL}/{name}.md", f"{RL}/偏好/{Path(name).name}.md")


def _restore(pages: Pages) -> None:
    path = f"{OTHER}/SPPO-verl实践.md"
    pages.write(path, (pages.reference / path).read_text(encoding="utf-8"))


def _tags(pages: Pages) -> None:
    for name in ("MCTS", "KL散度", "OpenR1"):
        pages.change(name, ("  - ai/llm/rl\n", "  - rl\n  - 复习\n"))


def _own_section(pages: Pages) -> None:
    asked = [
        "### 代码里的 loss 为什么不能当指标看？",
        "### 为什么同一批数据不能多走几步？",
        "### 它比监督学习难在哪里？",
    ]
    parts = [pages.cut("策略梯度方法", heading) for heading in asked]
    pages.change(
        "策略梯度方法", ("## Baseline：方差从哪里减", "## 追问\n\n" + "\n".join(parts) + "\n## Baseline：方差从哪里减")
    )


TRPO = """
## 为什么 TRPO 要用信赖域？

策略一步走得太远，采来的样本就不再代表新策略，替代目标的误差会大过它的收益。
"""


def _fill_stub(pages: Pages) -> None:
    pages.append("TRPO", TRPO)
    pages.change("TRPO", ("status: stub\n", ""))
    pages.change(MAP, (f"- [[{BASE}/KL散度|", f"- [[{BASE}/TRPO|TRPO]]\n- [[{BASE}/KL散度|"))


READ_FIRST = "### 从哪读起？"


def _first_reading(pages: Pages) -> None:
    text = pages.cut("RL 概览", READ_FIRST)
    pages.change("RL 概览", ("### 为什么 LLM 里几乎看不到", text + "\n### 为什么 LLM 里几乎看不到"))


def _no_reading(pages: Pages) -> None:
    pages.cut("RL 概览", READ_FIRST)


def _reading_back(pages: Pages) -> None:
    text = """### 从哪读起？

[[马尔可夫]] → [[贝尔曼方程]] → [[策略梯度方法]] → [[为什么 PPO 优于 PG]] → [[GRPO 深度理解]]。\
想要课程就看 [[HF Deep RL Course]]，想要证明就看 [[强化学习的数学原理]]。
"""
    pages.append("RL & LLMs 入门", text.replace("\\\n", ""))


def _other_gamma(pages: Pages) -> None:
    asked = ("### RLHF 里为什么常取 $\\gamma=1$？", "### RLHF 里为什么有人取 $\\gamma=0.9$？")
    said = ("回答长度有限，真正的奖励在末位，", "想让靠前的 token 少背一点末位的噪声，虽然")
    pages.change("PPO 原理", asked, said)


def _turn_round(pages: Pages) -> None:
    """The question asks the opposite, which is another card; the same question with another answer is the same one."""
    asked = ("### 两个模型的 PPL 能直接比吗？", "### 两个模型的 PPL 为什么不能直接比？")
    pages.change("PPL 计算 交叉熵损失与 ignore_index", asked, ("tokenizer 相同才行。", "tokenizer 多半不同。"))
    pages.change("RL & LLMs 入门", ("课程建议 4～16。", "课程建议 8～32。"))


COMMITS: tuple[Commit, ...] = (
    Commit("words of an answer", lambda p: p.change("MCTS", ("算力平均分给所有前缀", "算力平均摊给每个前缀"))),
    Commit("a stub is filled and listed", _fill_stub, new={"trpo": "为什么 TRPO 要用信赖域？"}),
    Commit("a note renamed", _rename),
    Commit(
        "a heading renamed",
        lambda p: p.change("PPO 原理", ("### 为什么要套一层 min？", "### 为什么外面要套一层 min？")),
        reworded={"ppo min": "为什么外面要套一层 min？"},
    ),
    Commit("parts of a note in another order", _first_reading),
    Commit("notes to another folder", _preferences),
    Commit("a note split", _split),
    Commit("a map reorganised", _reorganise),
    Commit("a note deleted", lambda p: p.remove(f"{OTHER}/SPPO-verl实践.md"), lost=("SPPO-verl实践",)),
    Commit("another number in a question", _other_gamma, replaced={"ppo gamma": "RLHF 里为什么有人取 $\\gamma=0.9$？"}),
    Commit("the deleted note restored", _restore, back=("SPPO-verl实践",)),
    Commit(
        "a part to another note",
        lambda p: p.append("DeepSeek R1 学习笔记", p.cut("OpenR1", "### 为什么先做蒸馏，而不是先做 RL？")),
    ),
    Commit("words of a step", lambda p: p.change("MCTS", ("：加一个新孩子。", "：加一个还没试过的孩子。"))),
    Commit(
        "a step more",
        lambda p: p.change(
            "OpenR1", ("RL 走通全程。\n", "RL 走通全程。\n4. **社区评测**：用公开榜单核对每一步的成绩。\n")
        ),
        new={"mcts move": "**落子**"},
    ),
    Commit("every path moved, every map removed", _away),
    Commit("words of an answer, unmapped", lambda p: p.change("DAPO-verl实践", ("而且采样成本随", "并且采样的成本随"))),
    Commit("another map", _new_map),
    Commit("other tags", _tags),
    Commit("another editor's line ends", _crlf),
    Commit("questions to a section of their own", _own_section),
    Commit(
        "half an answer rewritten",
        lambda p: p.change(
            "DeepSeek R1 学习笔记", ("所以至少一部分是激发。回答变长", "可见能力里有一部分早就在底座里。另外，回答变长")
        ),
    ),
    Commit(
        "a question put otherwise",
        lambda p: p.change(
            "策略梯度方法",
            ("### 代码里的 loss 为什么不能当指标看？", "### 为什么代码里的 loss 不能当作指标来看？"),
            ("它常在 0 附近晃。", "它常在 0 附近晃动。"),
        ),
        reworded={"loss no metric": "为什么代码里的 loss 不能当作指标来看？"},
    ),
    Commit("a part deleted", _no_reading, lost=("where to read",)),
    Commit("two notes swap their names", _swap),
    Commit(
        "a question turned round, an answer corrected",
        _turn_round,
        replaced={"ppl comparable": "两个模型的 PPL 为什么不能直接比？"},
    ),
    Commit(
        "a part copied to another note",
        lambda p: p.append(
            "PPO 原理", "### 监控里的 KL 怎么读？\n\n先问三件事：对 ref 还是对 old；哪个估计量；按 token 还是按序列。\n"
        ),
        reworded={"kl read": "KL散度：监控里的 KL 怎么读？"},
        new={"ppo kl read": "PPO：监控里的 KL 怎么读？"},
    ),
    Commit("the deleted part is back, elsewhere", _reading_back, back=("where to read",)),
    Commit("headings, title and name of a note", _faq),
    Commit("moves, edits and another order at once", _many),
    Commit("everything back in its place, line ends too", _home),
)
SOME = (1, 4, 8, 12, 15, 17, 23, 30)
"""The eight at which a reduced run builds: several changes at once, the one that moves every path among them."""
