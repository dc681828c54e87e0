"""What the screen of drafts that wait says, its help, and how agreement with the person's decisions is shown."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "help-drafts-group": (
        "What waits for you: drafts that were flagged, and suggestions beside cards you edited.\n\n"
        "On a terminal this opens a screen: each card beside its quote, and keys that decide. `--plain`, a pipe and "
        "`--json` give lines.\n\n"
        "Example: studykit drafts --rule table",
        "待你确认的草稿：被标出的，以及对你改过的卡片的改写建议。\n\n"
        "在终端中会打开一个界面：卡片与引文对照，按键决定去留。`--plain`、管道或 `--json` 则逐行输出。\n\n"
        "例：studykit drafts --rule table",
    ),
    "help-drafts-open": ("The screen, on a terminal.", "在终端中打开界面。"),
    "help-drafts-plain": ("Lines instead of the screen.", "逐行输出，不打开界面。"),
    # what a query finds
    "drafts-is": ("`is:{found}` is none of: {known}.", "没有 `is:{found}`；可用：{known}。"),
    # keys, as they stand in a row and in the help
    "tui-key-drafts": ("drafts", "草稿"),
    "tui-key-accept": ("accept", "接受"),
    "tui-key-reject": ("reject", "拒绝"),
    "tui-key-redraft": ("redo", "重拟"),
    "tui-key-accept_all": ("accept all", "全接受"),
    "tui-key-reject_all": ("reject all", "全拒绝"),
    "tui-key-narrow": ("narrow", "筛选"),
    "tui-help-drafting": ("Drafts that wait", "待定草稿"),
    "tui-help-drafts": ("drafts that wait for you", "待你确认的草稿"),
    "tui-help-accept": ("accept the draft", "接受草稿"),
    "tui-help-reject": ("reject it, with a reason if you like", "拒绝，可写理由"),
    "tui-help-redraft": ("let the model draft it again, with a word of yours", "按你的一句话让模型重拟"),
    "tui-help-accept_all": ("accept all that are shown (asks once)", "接受列出的全部（会确认一次）"),
    "tui-help-reject_all": ("reject all that are shown (asks once)", "拒绝列出的全部（会确认一次）"),
    "tui-help-narrow": ("choose what is shown: rule, check, section, note", "选择显示范围：规则、检查、小节、笔记"),
    # the screen
    "tui-drafts-title": ("Drafts", "草稿"),
    "tui-drafts-wait": ("{count} {count:waits|wait}", "{count} 张待定"),
    "tui-drafts-found": ("{found} of {count} wait", "列出 {found} 张，共 {count} 张待定"),
    "tui-drafts-done": ("{count} done", "已定 {count} 张"),
    "tui-drafts-asked": ("{count} being redone …", "重拟中 {count} 张…"),
    "tui-drafts-reading": ("reading …", "读取中…"),
    "tui-drafts-search": (
        "Words, rule: lint: note: section: is:suggestion -word",
        "词语，rule: lint: note: section: is:suggestion -词",
    ),
    "tui-drafts-empty": (
        "Nothing waits for you.\n\n`studykit build` drafts what changed in your notes. Flagged drafts come here; so do "
        "those of the rules under `wait` in `[drafting]` of studykit.toml, and of all rules with `accept = \"none\"`.",
        "没有待确认的草稿。\n\n`studykit build` 会为改动过的笔记拟卡，被标出的草稿会出现在这里；"
        "studykit.toml 的 `[drafting]` 中 `wait` 所列规则的草稿也在这里，`accept = \"none\"` 则包括全部规则。",
    ),
    "tui-drafts-all-done": (
        "All decided: {count}.\n\n{undo} takes decisions back, one by one. {back} leaves; the cards are made then.",
        "全部处理完毕：{count} 张。\n\n{undo} 可逐步撤销。{back} 离开，届时生成卡片。",
    ),
    "tui-drafts-no-match": ("No draft is like that. Esc shows all again.", "没有符合的草稿。按 Esc 显示全部。"),
    "tui-drafts-accepted": ("Accepted. {key} takes it back.", "已接受。{key} 撤销。"),
    "tui-drafts-accepted-many": (
        "{count} accepted. {key} takes {count:it|them} back.",
        "已接受 {count} 张。{key} 撤销。",
    ),
    "tui-drafts-edited": ("Accepted as you wrote it. {key} takes it back.", "已按你的修改接受。{key} 撤销。"),
    "tui-drafts-rejected": ("Rejected for good. {key} takes it back.", "已永久拒绝。{key} 撤销。"),
    "tui-drafts-rejected-many": (
        "{count} rejected for good. {key} takes {count:it|them} back.",
        "已永久拒绝 {count} 张。{key} 撤销。",
    ),
    "tui-drafts-gone": (
        "Some wait no longer: another window or a build was there first.",
        "其中有些已不再待定：别的窗口或一次生成已先处理。",
    ),
    "tui-drafts-sure-accept": (
        "Accept {count} {count:draft|drafts}? {key} again does, any other key does not.",
        "接受这 {count} 张？再按一次 {key} 确认，按其他键取消。",
    ),
    "tui-drafts-sure-accept-left": (
        "Accept {count}, suggestions not among them ({left})? {key} again does.",
        "接受 {count} 张（不含 {left} 条建议）？再按一次 {key} 确认。",
    ),
    "tui-drafts-only-suggestions": (
        "Only suggestions are left: search for `is:suggestion` to mean them all.",
        "只剩建议：搜索 `is:suggestion` 才会一并处理。",
    ),
    "tui-drafts-why": ("Why not? (Enter alone: no reason)", "理由（可直接回车）："),
    "tui-drafts-why-many": ("Reject {count} for good; why? (Enter rejects)", "永久拒绝 {count} 张，理由（回车执行）："),
    "tui-drafts-feedback": ("What should be otherwise?", "希望怎样改？"),
    "tui-drafts-rules": (
        "Drafted by a rule, which would say the same again: {edit} edits it.",
        "由规则拟出，重拟也一样：可按 {edit} 修改。",
    ),
    "tui-drafts-waiting-model": ("The model is asked already.", "已在请模型重拟。"),
    "tui-drafts-redone": ("Redone. {key} brings the old one back.", "已重拟。{key} 恢复原样。"),
    "tui-drafts-redone-none": (
        "No card came that passes the checks ({codes}); the old one stays.",
        "没有得到能通过检查的卡片（{codes}），保留原样。",
    ),
    "tui-drafts-unchanged": ("Nothing was changed; the draft still waits.", "没有修改，草稿仍然待定。"),
    "tui-drafts-broken": ("{key} opens your text again. {error}", "按 {key} 再次打开你写的内容。{error}"),
    "tui-drafts-undone-accepted": ("Waits again, was accepted: {front}", "重新待定（曾接受）：{front}"),
    "tui-drafts-undone-rejected": ("Waits again, was rejected: {front}", "重新待定（曾拒绝）：{front}"),
    "tui-drafts-undone-many": ("{count} wait again.", "{count} 张重新待定。"),
    "tui-drafts-undone-redone": ("The draft is as it was.", "草稿已恢复原样。"),
    "tui-drafts-undo-older": (
        "{key} again takes back one of {date}: {front}",
        "再按 {key} 撤销 {date} 的决定：{front}",
    ),
    "tui-drafts-making": ("Making the cards …", "正在生成卡片…"),
    "tui-drafts-made": ("Made: {count} {count:card|cards}.", "已生成 {count} 张卡片。"),
    "tui-drafts-not-made": (
        "Not made yet: {count} {count:card|cards}; `studykit build` says why.",
        "{count} 张尚未生成，`studykit build` 会说明原因。",
    ),
    "tui-drafts-quoted": ("quote", "引文"),
    "tui-drafts-paragraph": ("quote, in its paragraph", "引文（所在段落）"),
    "tui-drafts-mine": ("yours", "你的"),
    "tui-drafts-new": ("new", "新的"),
    "tui-drafts-mine-gone": ("Your card is no longer in its deck file.", "你的卡片已不在牌组文件中。"),
    "tui-drafts-model-waits": ("the model's cards wait for you", "模型拟的卡片都待你确认"),
    "tui-drafts-judge": ("the model's judge", "模型评审"),
    "tui-drafts-key-again": ("last reason", "上次的理由"),
    "tui-drafts-key-agreement": ("agreement", "一致性"),
    "tui-drafts-narrow-to": ("Show only", "只显示"),
    "tui-drafts-everything": ("everything", "全部"),
    # agreement
    "tui-drafts-agreement": ("How often you rejected what was flagged", "被标出的草稿，你拒绝了多少"),
    "tui-drafts-agreement-note": (
        "A flag worth trusting is rejected far more often than drafts without a flag (-).",
        "可信的标记，其拒绝率应明显高于没有标记的草稿（-）。",
    ),
    "tui-drafts-agreement-flag": ("flag", "标记"),
    "tui-drafts-agreement-decided": ("decided", "已定"),
    "tui-drafts-agreement-rejected": ("rejected", "拒绝"),
    # help
    "tui-drafts-help-query": (
        "  policy gradient    both words, in the card or its quote\n"
        "  rule:table         the rule that drafted it; rule:model the model\n"
        "  lint:leak          flagged by this check; lint:judge by the model's judge\n"
        "  note:\"in depth\"    the note's path holds this; section: likewise\n"
        "  is:suggestion      beside a card you edited; is:pending the others\n"
        "  -word -rule:term   not this\n"
        "All of them must be true.",
        "  策略 梯度          两个词都要有，卡片或引文均可\n"
        "  rule:table         由哪条规则拟出；rule:model 为模型\n"
        "  lint:leak          被哪项检查标出；lint:judge 为模型评审\n"
        "  note:\"GRPO 深度\"   笔记路径含有此文字；section: 同理，指小节\n"
        "  is:suggestion      对你改过的卡片的建议；is:pending 为其余\n"
        "  -词 -rule:term     排除\n"
        "所有条件须同时满足。",
    ),
    "tui-drafts-help-show": ("read on, and back to the beginning", "向下阅读，到底后回到开头"),
    "tui-drafts-help-quote": ("the quote alone, or in its paragraph", "只看引文，或连同所在段落"),
    "tui-drafts-help-search": ("search", "搜索"),
    "tui-drafts-help-searching": ("Searching drafts", "搜索草稿"),
    "tui-drafts-help-statistics": ("how flags agree with your decisions", "各种标记与你的决定有多一致"),
    "tui-drafts-help-edit": (
        "edit in your editor ($EDITOR): accepted as you save it",
        "在编辑器（$EDITOR）中修改；保存即按修改接受",
    ),
    "tui-drafts-help-undo": ("take the last decision back, as often as you like", "撤销上一个决定，可多次"),
    "tui-drafts-help-note": (
        "Each decision is on the disk before the next card is shown, and is never asked again. Cards are made when you "
        "leave this screen, or by the next `studykit build`.",
        "每个决定在显示下一张之前已经保存，也不会再问。离开本界面时生成卡片；否则由下一次 `studykit build` 生成。",
    ),
}  # fmt: skip
