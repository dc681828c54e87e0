"""What the quiz and the exports say on the command line: keys, verdicts, the report, what goes back to the schedule."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "help-quiz": (
        "A quiz on a deck, a section, a #tag, a map or a note; what is missed can go back to the schedule.\n\n"
        'Example: studykit quiz "GRPO" --count 10; studykit quiz --exam 20; studykit quiz --chat.',
        "就一个牌组、章节、#标签、目录或笔记做测验；答错的可以送回复习计划。\n\n"
        '例：studykit quiz "GRPO" --count 10；studykit quiz --exam 20；studykit quiz --chat',
    ),
    "help-quiz-chat": (
        "As a conversation: answer in your own words, ask “why?”, for a hint, for another topic.",
        "以对话进行：用自己的话回答，可以问“为什么”、要提示、换话题。",
    ),
    "help-quiz-count": ("At most so many questions.", "最多这么多题。"),
    "help-quiz-kind": ("Only questions of this kind; may be given more than once.", "只出这种题型；可给多个。"),
    "help-quiz-weak": (
        "What is known least: low recall, leeches, what the last quiz missed.",
        "掌握最差的：回忆率低、难点卡、上次答错的。",
    ),
    "help-quiz-new": ("Cards that were never answered.", "从未作答过的卡片。"),
    "help-quiz-exam": (
        "An exam of so many minutes: no feedback before its end.",
        "限时考试（分钟）：结束前不给反馈。",
    ),
    "help-quiz-seed": ("The same number draws the same questions.", "同一数字抽出同样的题。"),
    "help-quiz-no-reviews": ("Do not count due cards as reviewed.", "到期卡片的作答不算作复习。"),
    "help-quiz-resume": ("Go on with the quiz that was broken off.", "继续上次中断的测验。"),
    "help-quiz-history": ("The quizzes so far and their scores.", "历次测验及成绩。"),
    "help-quiz-md": ("Write the report as Markdown.", "把报告写成 Markdown 文件。"),
    "help-quiz-html": ("Write the report as an HTML page.", "把报告写成 HTML 页面。"),
    "help-export": (
        "A deck, or a quiz of it, in another format: gift (Moodle), md, tsv and apkg (Anki), csv, json.\n\n"
        'Example: studykit export "GRPO" --format gift --out grpo.gift',
        "把牌组或其测验导出为其他格式：gift（Moodle）、md、tsv 和 apkg（Anki）、csv、json。\n\n"
        '例：studykit export "GRPO" --format gift --out grpo.gift',
    ),
    "help-export-format": ("The format.", "格式。"),
    "help-export-out": ("The file to write.", "要写入的文件。"),
    "help-export-quiz": ("A quiz of so many questions, and not all cards.", "只导出这么多题的测验，而非全部卡片。"),
    "help-export-missed": (
        "Only the cards that the last quiz missed, tagged {tag}.",
        "只导出上次测验答错的卡片，并加标签 {tag}。",
    ),
    # Errors
    "quiz-nothing": (
        "There is nothing to ask here: build the decks first, or ask for less.",
        "这里没有可出的题：请先构建牌组，或放宽条件。",
    ),
    "quiz-nothing-weak": (
        "Nothing here is known badly yet: nothing was reviewed, and no quiz missed anything.",
        "这里还没有薄弱点：尚未复习过，也没有答错过。",
    ),
    "quiz-unknown": (
        "“{said}” is no deck, section, tag, map or note. Decks: {known}",
        "没有名为“{said}”的牌组、章节、标签、目录或笔记。牌组：{known}",
    ),
    "quiz-none-open": ("No quiz was broken off.", "没有中断的测验。"),
    "quiz-elsewhere": (
        "Another window has gone on with this quiz; this answer was not kept. `studykit quiz --resume` goes on.",
        "另一个窗口已继续了这次测验，本次作答未保存。可用 `studykit quiz --resume` 继续。",
    ),
    "export-quiz-format": (
        "{format} holds cards and not questions: leave --quiz out.",
        "{format} 保存的是卡片而非题目：请去掉 --quiz。",
    ),
    "export-nothing": ("There is no card to export.", "没有可导出的卡片。"),
    "export-done": ("{count} → {path}", "{count} 项 → {path}"),
    # Before
    "quizzing-begin": (
        "{count} {count:question|questions}, seed {seed}. ? lists the keys.",
        "共 {count} 题，种子 {seed}。? 查看按键。",
    ),
    "quizzing-resumed": (
        "Going on: {left} of {count} {count:question|questions} {left:is|are} open.",
        "继续：共 {count} 题，还剩 {left} 题。",
    ),
    "quizzing-exam": (
        "An exam of {minutes} {minutes:minute|minutes}: verdicts come at the end. Every answer is kept at once.",
        "考试 {minutes} 分钟：结束后才判分。每次作答都会立即保存。",
    ),
    "quizzing-due": (
        "{count} of them are due: your answer counts as a review (--no-reviews: it does not).",
        "其中 {count} 题的卡片已到期：作答算作复习（--no-reviews 可关闭）。",
    ),
    "quizzing-anki": (
        "{count} {count:is|are} about cards that you learn in Anki: its schedule is left alone.",
        "{count} 题的卡片在 Anki 中学习：不改动其复习计划。",
    ),
    # Asking
    "quizzing-head": ("[{place}/{count}] {head}", "[{place}/{count}] {head}"),
    "quizzing-again": ("once more", "再来一次"),
    "quizzing-left": ("{minutes} min left", "剩 {minutes} 分钟"),
    "quizzing-flagged": ("flagged", "已标记"),
    "quizzing-answered": ("answered: {given}", "已答：{given}"),
    "quizzing-prompt-choice": ("a letter", "一个字母"),
    "quizzing-prompt-several": ("letters, as in ac", "几个字母，如 ac"),
    "quizzing-prompt-true-false": ("t or f", "对 或 错（t / f）"),
    "quizzing-prompt-typed": ("type it", "输入答案"),
    "quizzing-prompt-cloze": ("type what stands in the gap", "输入空缺处的内容"),
    "quizzing-prompt-matching": (
        "the letters of what belongs to 1, 2, 3 …, as in bca",
        "依次写出 1、2、3……对应的字母，如 bca",
    ),
    "quizzing-prompt-ordering": ("the letters in the right order, as in cab", "按正确顺序写出字母，如 cab"),
    "quizzing-prompt-free": ("answer in your own words", "用自己的话回答"),
    "quizzing-not-understood": (
        "That is no answer to this question: {prompt}. - says that you do not know, ? lists the keys.",
        "这不是有效的作答：{prompt}。- 表示不知道，? 查看按键。",
    ),
    "quizzing-no-hint": ("There is no more hint.", "没有更多提示了。"),
    "quizzing-no-hint-exam": ("An exam gives no hints.", "考试中没有提示。"),
    "quizzing-flag-on": ("Flagged.", "已标记。"),
    "quizzing-flag-off": ("No longer flagged.", "已取消标记。"),
    "quizzing-not-now": ("That cannot be done here.", "此处无法这样做。"),
    "quizzing-kept": (
        "Everything so far is kept: `studykit quiz --resume` goes on.",
        "目前的作答都已保存：`studykit quiz --resume` 可继续。",
    ),
    "quizzing-time-over": ("The time is over.", "时间到。"),
    "quizzing-exam-open": (
        "{open} {open:question has|questions have} no answer yet. s submits, n and p go, q stops and keeps.",
        "还有 {open} 题未作答。s 交卷，n、p 翻题，q 暂停并保存。",
    ),
    # Told
    "quizzing-right": ("✓ {reason}", "✓ {reason}"),
    "quizzing-wrong": ("✗ {reason}", "✗ {reason}"),
    "quizzing-yours": ("Compare with the reference:", "请对照参考答案："),
    "quizzing-solution": ("Right is", "正确答案"),
    "quizzing-terms": ("Key terms met: {met}; missing: {missing}", "提到的要点：{met}；缺少：{missing}"),
    "quizzing-detail": ("More", "详情"),
    "quizzing-from": ("From", "出处"),
    "quizzing-prompt-told": ("Enter goes on, o: I was right", "回车继续，o：我答对了"),
    "quizzing-prompt-told-right": ("Enter goes on, o: I was wrong", "回车继续，o：我其实答错了"),
    "quizzing-prompt-mark": (
        "Mark it yourself, 0 to 5 (3 and more is right; 5: all, and easily)",
        "请自评 0–5 分（3 分及以上算对；5 表示全对且很轻松）",
    ),
    "quizzing-overridden-right": (
        "Counted as right; “{name}” is accepted from now on.",
        "已改判为正确；以后也接受“{name}”。",
    ),
    "quizzing-overridden": ("Counted the other way.", "已改判。"),
    "quizzing-keys": (
        "  the answer   letters, or text; - for “I do not know”; =h types the letter h, :h is the key\n"
        "  h            a hint (they count)        v   the paragraph of the source\n"
        "  f            flag the question          o   “I was right”, behind a verdict\n"
        "  q            stop; everything is kept   s   end now, with the report\n"
        "  w            behind a verdict: why, from the note, by a model where one is set up\n"
        "  0 … 5        points for your own words (5: all, and easily); Enter takes a model's\n"
        "  in an exam:  n next, p the one before, a number (or g NUMBER) to go there",
        "  作答         字母或文字；- 表示不知道；=h 输入字母 h 本身，:h 一定是按键\n"
        "  h            提示（会计数）             v   原文段落\n"
        "  f            标记此题                   o   判分后：我答对了\n"
        "  q            暂停，作答都已保存         s   现在结束并看报告\n"
        "  w            判分后：为什么（由模型根据笔记解释，如已设置）\n"
        "  0 … 5        论述题评分（5：全对且很轻松）；回车采用模型评分\n"
        "  考试中：     n 下一题，p 上一题，数字（或 g 数字）跳到该题",
    ),
    # The report
    "quizzing-report": ("Result: {right} of {asked} right ({share})", "成绩：{asked} 题答对 {right} 题（{share}）"),
    "quizzing-gained": ("against the last exam: {gained} points of percent", "与上次考试相比：{gained} 个百分点"),
    "quizzing-others": (
        "hints {hints} · changed by you {overridden} · no answer {unanswered} · not marked {unmarked}",
        "提示 {hints} · 由你改判 {overridden} · 未作答 {unanswered} · 未评分 {unmarked}",
    ),
    "quizzing-read-again": ("Read again, in this order:", "建议按此顺序重读："),
    "quizzing-reading": (
        "{number}. {note} ({section}): {missed} missed",
        "{number}. {note}（{section}）：答错 {missed} 题",
    ),
    "quizzing-recovered": ("right when it came again", "再问时答对了"),
    "quizzing-flags": ("Flagged:", "已标记的题："),
    "quizzing-in-anki": (
        "Missed, and learned in Anki. To find them in its browser, and give them the tag {tag}:",
        "答错且在 Anki 中学习的卡片。可在 Anki 浏览器中搜索，并加标签 {tag}：",
    ),
    "quizzing-in-anki-file": (
        "As a file that Anki imports with the tag: studykit export --missed --format tsv --out missed.tsv",
        "也可导出为 Anki 可导入的带标签文件：studykit export --missed --format tsv --out missed.tsv",
    ),
    "quizzing-reviewed": (
        "{count} of the missed were due: reviewed as Again.",
        "答错的题中 {count} 题已到期：已作为“重来”复习。",
    ),
    "quizzing-give-back": (
        "{count} missed cards are not due. Count each as one Again now? y / N",
        "有 {count} 张答错的卡片尚未到期。现在各记一次“重来”吗？y / N",
    ),
    "quizzing-given": ("{count} {count:card is|cards are} asked again soon.", "{count} 张卡片很快会再出现。"),
    "quizzing-not-given": ("The schedule stays as it is.", "复习计划保持不变。"),
    "quizzing-no-history": ("No quiz yet.", "还没有测验。"),
    "quizzing-all": ("all decks", "全部牌组"),
    "quizzing-open": ("open", "未完成"),
    "quizzing-practice": ("practice", "练习"),
    "quizzing-exam-word": ("exam", "考试"),
    "quizzing-written": ("Report: {path}", "报告：{path}"),
}
