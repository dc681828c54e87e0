"""What is said while cards are reviewed, and of how learning goes."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "help-review": (
        "Review today's cards, of all decks or of one and those below it.\n\n"
        'Example: studykit review "RL::PPO" --plain',
        '复习今天的卡片：全部牌组，或某个牌组及其下级。\n\n例：studykit review "RL::PPO" --plain',
    ),
    "help-review-plain": (
        "Line by line: for screen readers, pipes and simple terminals.",
        "逐行显示：适合读屏软件、管道和简单终端。",
    ),
    "help-review-cram": (
        "Any cards, due or not; answers are logged and the schedule is left alone.",
        "任意卡片，不论是否到期；作答会记录，但不改变复习计划。",
    ),
    "help-review-count": ("With --cram: at most so many cards.", "与 --cram 一起：最多这么多张。"),
    "rating-1": ("Again", "重来"),
    "rating-2": ("Hard", "困难"),
    "rating-3": ("Good", "良好"),
    "rating-4": ("Easy", "简单"),
    "asked-new": ("new", "新卡"),
    "asked-learning": ("learning", "学习中"),
    "asked-due": ("due", "待复习"),
    "review-counts": ("{new} new · {learning} learning · {due} due", "新卡 {new} · 学习中 {learning} · 待复习 {due}"),
    "review-question": ("Question", "问题"),
    "review-answer": ("Answer", "答案"),
    "review-detail": ("More", "详情"),
    "review-source": ("From", "出处"),
    "review-quote": ("Quote", "原文"),
    "review-show": ("Enter shows the answer, ? lists the keys", "回车显示答案，? 查看按键"),
    "review-type": ("Type the answer, Enter shows it", "输入答案，回车核对"),
    "review-rate": ("Rate it, Enter is Good", "请评分，回车为“良好”"),
    "review-typed-right": ("✓ as typed", "✓ 输入正确"),
    "review-typed-wrong": ("you typed: {typed}", "你的输入：{typed}"),
    "review-not-yet": ("First look at the answer (Enter).", "请先看答案（回车）。"),
    "review-unknown": ("“{key}” is no key here; ? lists them.", "没有“{key}”这个按键；? 查看按键。"),
    "review-keys": (
        "  Enter        show the answer; then: Good\n"
        "  1 2 3 4      Again, Hard, Good, Easy\n"
        "  u            undo, as often as you like\n"
        "  s            suspend: ask this card no more\n"
        "  b            bury: ask it tomorrow\n"
        "  f WORD       flag it for later; f alone takes the flag away\n"
        "  v            the quote and where it stands\n"
        "  e            edit the card in your editor\n"
        "  o            open the note in Obsidian\n"
        "  x            delete the card for good\n"
        "  q            stop; everything so far is kept",
        "  回车         显示答案；再按一次：良好\n"
        "  1 2 3 4      重来、困难、良好、简单\n"
        "  u            撤销，可多次\n"
        "  s            暂停：不再出这张卡\n"
        "  b            搁置：明天再出\n"
        "  f 备注       标记待处理；只按 f 取消标记\n"
        "  v            原文及其位置\n"
        "  e            在编辑器里修改这张卡\n"
        "  o            在 Obsidian 中打开笔记\n"
        "  x            永久删除这张卡\n"
        "  q            结束；已复习的都会保留",
    ),
    "review-nothing": ("Nothing is due today.", "今天没有要复习的卡片。"),
    "review-all-anki": (
        'Your decks are learned in Anki (`learn = "anki"`): import the packages in {decks}/ there. '
        "Here `studykit review --cram` practises them and `studykit quiz` asks in other ways.",
        '你的牌组在 Anki 里学习（`learn = "anki"`）：请在 Anki 中导入 {decks}/ 里的包。'
        "这里可用 `studykit review --cram` 练习，或用 `studykit quiz` 换种方式提问。",
    ),
    "review-nothing-here": (
        "There are no cards yet. Run `studykit build` first.",
        "还没有卡片。请先运行 `studykit build`。",
    ),
    "review-over-limits": (
        "{reviews} more {reviews:is|are} due beyond today's limit (`reviews_per_day`).",
        "今日上限之外还有 {reviews} 张到期（`reviews_per_day`）。",
    ),
    "review-waiting": (
        "Only cards in their learning steps are left; the next one is due in {span}. Enter looks again, q stops.",
        "只剩学习中的卡片，下一张在 {span}后。回车再看，q 结束。",
    ),
    "review-next-due": ("The next cards are due on {date}.", "下次到期：{date}。"),
    "review-done": (
        "Done: {reviews} {reviews:answer|answers}, {again} of them Again, in {time}.",
        "完成：作答 {reviews} 次，其中重来 {again} 次，用时 {time}。",
    ),
    "review-day-over": (
        "A new study day has begun. Start again for its cards.",
        "新的一天已经开始。请重新进入以复习今天的卡片。",
    ),
    "review-gone": ("This card is no longer in its deck file; it is left out.", "这张卡已不在牌组文件中，跳过。"),
    "review-undone": ("Taken back: {what}.", "已撤销：{what}。"),
    "review-undo-none": ("There is nothing to take back.", "没有可撤销的操作。"),
    "review-suspended": ("Suspended.", "已暂停。"),
    "review-buried": ("Buried until tomorrow.", "已搁置到明天。"),
    "review-flagged": ("Flagged.", "已标记。"),
    "review-unflagged": ("Not flagged any more.", "已取消标记。"),
    "review-deleted": ("Deleted. `u` brings it back.", "已删除。按 u 恢复。"),
    "review-leech": (
        "A leech: forgotten {lapses} {lapses:time|times}. Perhaps the note says it unclearly: {note}",
        "难点卡：已忘记 {lapses} 次。也许笔记没有写清楚：{note}",
    ),
    "review-leech-suspended": ("It is suspended.", "已暂停。"),
    "review-editor": ("Could not start the editor “{editor}”: {detail}.", "无法启动编辑器“{editor}”：{detail}。"),
    "review-open": ("Could not open {link}", "无法打开 {link}"),
    "review-anki": (
        '“{deck}” is learned in Anki (`learn = "anki"`). Use --cram to practise it here.',
        '“{deck}”由 Anki 安排复习（`learn = "anki"`）。可用 --cram 在这里练习。',
    ),
    "review-unminted": (
        "{count} {count:card of yours has|cards of yours have} no id yet and {count:is|are} not asked: run "
        "`studykit build`.",
        "有 {count} 张你写的卡片还没有编号，暂不出现：请运行 `studykit build`。",
    ),
    "review-merged": ("{count} {count:answer|answers} from other machines.", "从其他设备合并了 {count} 次作答。"),
    "review-clock": (
        "The clock went back by {span}; answers are dated by the last one.",
        "系统时间倒退了 {span}；作答按最后一次的时间记录。",
    ),
    "undo-review": ("the answer", "作答"),
    "undo-suspend": ("suspending", "暂停"),
    "undo-bury": ("burying", "搁置"),
    "undo-flag": ("the flag", "标记"),
    "undo-delete": ("deleting", "删除"),
    "config-zone": (
        "studykit.toml: `{key}` is no IANA time zone: “{found}”. Examples: Asia/Shanghai, Europe/Berlin.",
        "studykit.toml：`{key}` 不是 IANA 时区：“{found}”。例：Asia/Shanghai、Europe/Berlin。",
    ),
    "config-parameters": (
        "studykit.toml: `{key}` are no FSRS-6 parameters; the last one must be above 0. Remove it to use the defaults.",
        "studykit.toml：`{key}` 不是 FSRS-6 参数；最后一个必须大于 0。删除该项即用默认值。",
    ),
    "image": ("image", "图"),
    "sound": ("sound", "声音"),
    # commands about learning
    "help-due": (
        "What is to be learned today, by deck.\n\nExample: studykit due --short",
        "今天要学的内容，按牌组列出。\n\n例：studykit due --short",
    ),
    "help-due-short": ("One short line, for a shell prompt.", "一行简短输出，适合放进命令提示符。"),
    "due-short": ("{new}+{learning}+{due}", "{new}+{learning}+{due}"),
    "due-deck": ("deck", "牌组"),
    "help-stats": (
        "How learning goes: today, retention, forecast, heatmap, what is hard. Of all decks, or of one.\n\n"
        "Example: studykit stats GRPO",
        "学习情况：今天、保持率、预测、热力图、难点。可指定牌组。\n\n例：studykit stats GRPO",
    ),
    "stats-today": (
        "Today: {answers} {answers:answer|answers}, {again} of them Again, in {time}.",
        "今天：作答 {answers} 次，其中重来 {again} 次，用时 {time}。",
    ),
    "stats-days": (
        "Of the last 30 days, {days} had an answer. In the long run: {load} reviews a day.",
        "近 30 天中有 {days} 天作答。长期负担：每天 {load} 次。",
    ),
    "stats-retention": ("Remembered at the first review of a day:", "当天首次复习时记得的比例："),
    "stats-month": ("last 30 days", "近 30 天"),
    "stats-ever": ("all", "全部"),
    "stats-young": ("young", "未成熟"),
    "stats-mature": ("mature", "成熟"),
    "stats-forecast": (
        "Due in the next 30 days: {total}; overdue: {overdue}",
        "未来 30 天到期：{total}；已逾期：{overdue}",
    ),
    "stats-states": ("Cards:", "卡片："),
    "maturity-new": ("new", "新卡"),
    "maturity-learning": ("learning", "学习中"),
    "maturity-young": ("young", "未成熟"),
    "maturity-mature": ("mature", "成熟"),
    "maturity-suspended": ("suspended", "已暂停"),
    "stats-heatmap": ("The last year, a column a week:", "过去一年，每列一周："),
    "stats-decks": ("Remembered, by deck:", "各牌组记得的比例："),
    "stats-sections": ("Remembered, by section:", "各小节记得的比例："),
    "stats-hardest": ("Hardest cards:", "最难的卡片："),
    "stats-notes": ("Their notes:", "对应的笔记："),
    "stats-lapses": ("{lapses}×", "{lapses}×"),
    "help-optimize": (
        "Learn FSRS parameters from your own reviews. They are kept only if they predict later reviews better.\n\n"
        "Example: studykit optimize --dry-run",
        "根据你自己的复习记录优化 FSRS 参数；只有更能预测后来的复习时才采用。\n\n例：studykit optimize --dry-run",
    ),
    "help-optimize-dry-run": ("Show both figures; keep nothing.", "只显示两个数值，不采用。"),
    "optimize-few": (
        "{reviews} {reviews:review is|reviews are} too few: parameters are learned from {enough} on. The "
        "defaults stay.",
        "只有 {reviews} 次复习，少于 {enough} 次，不足以优化。继续使用默认参数。",
    ),
    "optimize-losses": (
        "Log loss on the {tested} latest reviews: {before} with the parameters in use, {after} with new ones.",
        "最近 {tested} 次复习的对数损失：现用参数 {before}，新参数 {after}。",
    ),
    "optimize-kept": ("The new parameters are better and in use from now on.", "新参数更好，已采用。"),
    "optimize-would": (
        "The new parameters are better; without --dry-run they would be kept.",
        "新参数更好；去掉 --dry-run 即采用。",
    ),
    "optimize-worse": ("They are not better; those in use stay.", "新参数没有更好，保持不变。"),
    "help-simulate": (
        "Reviews a day and knowledge kept, for other retentions and limits, over a deck learned from the start.\n\n"
        "Example: studykit simulate --new 10",
        "换一个目标保持率或上限会怎样：从头学这个牌组时每天的复习量和记住的数量。\n\n例：studykit simulate --new 10",
    ),
    "help-simulate-days": ("Days to simulate.", "模拟的天数。"),
    "help-simulate-new": ("New cards a day.", "每天新卡数。"),
    "simulate-retention": ("retention", "目标保持率"),
    "simulate-reviews": ("reviews a day", "每天复习"),
    "simulate-minutes": ("minutes a day", "每天分钟"),
    "simulate-kept": ("known at the end", "最后记得"),
    "simulate-learned": ("begun", "学过"),
    "simulate-note": (
        "* is set now. {days} days, 5 seeds, lowest and highest in brackets.",
        "* 为当前设置。模拟 {days} 天、5 个随机种子，括号内为最低和最高。",
    ),
    "help-exam": (
        "Plan for an exam: what to ask on each day so that most is recalled on DATE, beside the plain schedule.\n\n"
        "Example: studykit exam 2027-01-15 RL --minutes 20",
        "为考试做计划：每天问什么，使 DATE 那天记得最多，并与普通计划对照。\n\n"
        "例：studykit exam 2027-01-15 RL --minutes 20",
    ),
    "help-exam-minutes": ("Minutes a day.", "每天分钟数。"),
    "exam-past": (
        "{date} is not ahead. Give the exam's day as YYYY-MM-DD.",
        "{date} 不在今天之后。请以 YYYY-MM-DD 给出考试日期。",
    ),
    "exam-recall": (
        "Expected recall of {faces} {faces:card|cards} on the day: {nothing} if nothing more is asked, {plain} "
        "with the plain "
        "schedule, {planned} with the plan.",
        "{faces} 张卡片在考试当天预计记得：不再复习 {nothing}，普通计划 {plain}，考试计划 {planned}。",
    ),
    "exam-days": ("Cards to ask on each day:", "每天要问的卡片数："),
    "exam-plain": ("The plain schedule is as good: keep to it.", "普通计划同样好：照常复习即可。"),
    "help-doctor-replay": (
        "Replay the log of reviews and compare it with what is remembered of each card.",
        "重放复习日志，并与每张卡片的记忆状态对照。",
    ),
    "doctor-replay-same": (
        "Replayed {reviews} {reviews:answer|answers}: every card's state is what its log gives.",
        "重放 {reviews} 次作答：所有卡片状态与日志一致。",
    ),
    "doctor-replay-differs": (
        "{card} {face}: the store says {stored}, the log gives {replayed}",
        "{card} {face}：记录为 {stored}，日志得出 {replayed}",
    ),
    "doctor-replay-mend": (
        "{count} {count:card differs|cards differ} from the log. `studykit doctor --replay --mend` takes what "
        "the log gives.",
        "{count} 张卡片与日志不一致。`studykit doctor --replay --mend` 以日志为准。",
    ),
    "help-doctor-formulas": (
        "Draw every formula and list those that a terminal can only show as their source.",
        "画出每个公式，并列出终端里只能显示源码的公式。",
    ),
    "doctor-formulas": (
        "{count} {count:formula|formulas}, {fallbacks} of them shown as their source.",
        "{count} 个公式，其中 {fallbacks} 个只能显示源码。",
    ),
    "help-doctor-mend": (
        "With --replay: make each card's state what its log gives.",
        "与 --replay 一起：以日志为准修正状态。",
    ),
    "doctor-replay-mended": (
        "{count} {count:card now stands as its|cards now stand as their} log says.",
        "已按日志修正 {count} 张卡片。",
    ),
}
