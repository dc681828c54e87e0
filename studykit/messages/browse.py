"""What the browser of cards, the statistics and their page say, and the commands that go with them."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # the language of queries
    "browse-is": ("`is:{found}` is none of: {known}.", "没有 `is:{found}`；可用：{known}。"),
    "browse-query-help": (
        "  policy gradient     both words, in question, answer, options or details\n"
        '  "policy gradient"   these words in this order\n'
        "  (two Chinese characters are enough to find a card)\n"
        '  deck:GRPO           the deck\'s name holds this; note:"in depth" likewise\n'
        "  tag:rl              this tag, and those below it\n"
        "  is:due              new, learning, review, due,\n"
        "                      suspended, flagged, leech, retired\n"
        "  rule:term by:me     the rule that drafted it; who: rules, model, me\n"
        "  id:k3f9w2qa7b       one card\n"
        "  -word -is:new       not this\n"
        "All of them must be true.",
        "  策略 梯度           两个词都要有：问题、答案、选项、详情均可\n"
        '  "policy gradient"   按此顺序出现\n'
        "  策略                两个汉字即可查到\n"
        '  deck:GRPO           牌组名含有此文字；note:"GRPO 深度" 同理，指来源笔记\n'
        "  tag:rl              此标签及其下级\n"
        "  is:due              new 新卡 learning 学习中 review 复习 due 到期\n"
        "                      suspended 暂停 flagged 标记 leech 难点 retired 停用\n"
        "  rule:term by:me     由哪条规则生成；by: 可为 rules、model、模型名、me\n"
        "  id:k3f9w2qa7b       指定一张卡\n"
        "  -词 -is:new         排除\n"
        "所有条件须同时满足。",
    ),
    "browse-twice": (
        "The card {id} stands in that deck already, too. Take one of the two out by hand.",
        "卡片 {id} 在目标牌组里也有一张，请手动删去其中一张。",
    ),
    # the browser
    "browse-title": ("Cards", "卡片"),
    "browse-search": (
        "Search: words, deck: tag: note: is: rule: by: -word",
        "搜索：词语，deck: tag: note: is: rule: by: -词",
    ),
    "browse-count": ("{found} of {all}", "{found} 张，共 {all} 张"),
    "browse-reading": ("reading …", "读取中…"),
    "browse-marked": ("{count} marked", "已选 {count}"),
    "browse-column-front": ("question", "问题"),
    "browse-column-section": ("section", "小节"),
    "browse-column-state": ("state", "状态"),
    "browse-column-due": ("due", "到期"),
    "browse-column-lapses": ("lapses", "忘记"),
    "browse-column-by": ("by", "来源"),
    "browse-state-new": ("new", "新卡"),
    "browse-state-learning": ("learning", "学习中"),
    "browse-state-review": ("review", "复习"),
    "browse-state-due": ("due", "到期"),
    "browse-state-suspended": ("suspended", "暂停"),
    "browse-state-retired": ("retired", "停用"),
    "browse-today": ("today", "今天"),
    "browse-order": ("sorted by {order}", "按{order}排序"),
    "browse-order-deck": ("deck", "牌组"),
    "browse-order-due": ("due", "到期"),
    "browse-order-lapses": ("lapses", "忘记次数"),
    "browse-enter": ("Enter", "回车"),
    "browse-space": ("Space", "空格"),
    "browse-key-search": ("search", "搜索"),
    "browse-key-read": ("open", "打开"),
    "browse-key-mark": ("mark", "选择"),
    "browse-key-mark_all": ("all", "全选"),
    "browse-key-suspend": ("suspend", "暂停"),
    "browse-key-move": ("move", "移动"),
    "browse-key-delete": ("delete", "删除"),
    "browse-key-edit": ("edit", "编辑"),
    "browse-key-sort": ("sort", "排序"),
    "browse-key-undo": ("undo", "撤销"),
    "browse-key-help": ("help", "帮助"),
    "browse-key-back": ("back", "返回"),
    "browse-key-open": ("note", "笔记"),
    "browse-key-neighbour": ("other cards", "前后卡片"),
    "browse-key-list": ("to the list", "到列表"),
    "browse-key-clear": ("clear", "清空"),
    "browse-key-syntax": ("how to search", "查询语法"),
    "browse-key-choose": ("choose", "选定"),
    "browse-key-hard": ("hard cards", "难点"),
    "browse-key-cards": ("show cards", "查看卡片"),
    "browse-key-deck": ("deck", "换牌组"),
    "browse-key-scroll": ("scroll", "滚动"),
    "browse-no-deck": ("Nothing of that name.", "没有这个名称。"),
    "browse-keys-decks": ("Type to narrow · Enter chooses · Esc leaves", "输入以筛选 · 回车选定 · Esc 取消"),
    "browse-help-read": ("open the card; ← and → go to the ones beside it", "打开卡片；← → 查看前后的卡片"),
    "browse-help-mark": (
        "mark it; what follows then is done to all that are marked",
        "选择；之后的操作对所有选中的卡片生效",
    ),
    "browse-help-mark_all": ("mark all that were found, or none", "全选，或全不选"),
    "browse-help-suspend": ("suspend, or ask again what is suspended", "暂停；已暂停的则恢复"),
    "browse-help-move": ("move to another deck", "移动到另一个牌组"),
    "browse-help-delete": ("delete for good", "永久删除"),
    "browse-help-undo": ("take the last step back", "撤销上一步"),
    "browse-help-edit": ("edit in your editor", "在编辑器中修改"),
    "browse-help-open": ("open the note in Obsidian", "在 Obsidian 中打开笔记"),
    "browse-help-sort": ("sort by deck, due or lapses", "按牌组、到期或忘记次数排序"),
    "browse-help-browse": ("the search line", "搜索栏"),
    "browse-help-title": ("Searching cards", "搜索卡片"),
    "browse-none": ("No card is like that.", "没有符合的卡片。"),
    "browse-empty": ("There are no cards yet. Run `studykit build` first.", "还没有卡片。请先运行 `studykit build`。"),
    "browse-suspended": ("{count} suspended. {key} takes it back.", "已暂停 {count} 项。{key} 撤销。"),
    "browse-unsuspended": (
        "{count} {count:is|are} asked again. {key} takes it back.",
        "已恢复 {count} 项。{key} 撤销。",
    ),
    "browse-deleted": ("{count} deleted. {key} brings {count:it|them} back.", "已删除 {count} 张。{key} 恢复。"),
    "browse-moved": ("{count} moved to {deck}. {key} takes it back.", "已移动 {count} 张到 {deck}。{key} 撤销。"),
    "browse-unchanged": ("Nothing to change.", "没有可改的。"),
    "browse-undone-suspend": ("Asked again as before.", "已撤销暂停。"),
    "browse-undone-unsuspend": ("Suspended as before.", "已撤销恢复。"),
    "browse-undone-delete": ("The deleted cards are back.", "已恢复删除的卡片。"),
    "browse-undone-move": ("The cards are back in their decks.", "卡片已移回原牌组。"),
    "browse-undo-none": ("There is nothing to take back.", "没有可撤销的操作。"),
    "browse-no-id": (
        "This card has no id yet: run `studykit build` first.",
        "这张卡片还没有编号：请先运行 `studykit build`。",
    ),
    "browse-sure-delete": (
        "Delete {count} cards? {key} once more deletes them.",
        "删除 {count} 张卡片？再按一次 {key} 确认。",
    ),
    "browse-gone": ("This card is no longer in its deck file.", "这张卡片已不在牌组文件中。"),
    "browse-broken": (
        "{count} deck files cannot be read; `studykit doctor` names them.",
        "有 {count} 个牌组文件无法读取，详见 `studykit doctor`。",
    ),
    "browse-move-to": ("To which deck? Cards to move: {count}", "移动到哪个牌组？（{count} 张）"),
    # one card
    "browse-card-faces": ("Faces", "卡面"),
    "browse-card-history": ("Answers", "作答记录"),
    "browse-card-unanswered": ("Not answered yet.", "尚未作答。"),
    "browse-card-face": (
        "{state}, due {due}, stability {stability} {stability:day|days}, difficulty {difficulty}, {reps} "
        "{reps:answer|answers}, {lapses} {lapses:lapse|lapses}",
        "{state}，到期 {due}，稳定性 {stability} 天，难度 {difficulty}，作答 {reps} 次，忘记 {lapses} 次",
    ),
    "browse-card-from": ("From: ", "出处："),
    "browse-card-face-named": ("{face}: {said}", "{face}：{said}"),
    "browse-card-flag": ("flagged: {word}", "标记：{word}"),
    "browse-card-leech": ("leech", "难点"),
    "browse-card-next": ("next in {span}", "间隔 {span}"),
    # statistics
    "chart-title": ("Statistics", "学习统计"),
    "chart-all": ("all decks", "全部牌组"),
    "chart-today": ("Today", "今天"),
    "chart-answers": ("answered", "作答"),
    "chart-again": ("of them Again", "其中重来"),
    "chart-time": ("time", "用时"),
    "chart-load": ("reviews a day in the long run", "长期每天复习"),
    "chart-days": ("of the last 30 days", "近 30 天作答天数"),
    "chart-retention": ("True retention", "真实保持率"),
    "chart-retention-note": (
        "The share remembered at the first review of a card on a day. Mature: known for 21 days or more.",
        "每张卡片当天首次复习时记得的比例。成熟：间隔不少于 21 天。",
    ),
    "chart-month": ("last 30 days", "近 30 天"),
    "chart-ever": ("all time", "全部"),
    "chart-young": ("young", "未成熟"),
    "chart-mature": ("mature", "成熟"),
    "chart-total": ("together", "合计"),
    "chart-by-deck": ("By deck", "按牌组"),
    "chart-by-section": ("By section", "按小节"),
    "chart-forecast": ("Coming in 30 days", "未来 30 天"),
    "chart-forecast-none": ("Nothing is due yet.", "还没有到期的卡片。"),
    "chart-forecast-note": (
        "reviews: {total}, overdue: {overdue}",
        "复习 {total} 次，其中逾期 {overdue} 次",
    ),
    "chart-heatmap": ("The last year", "过去一年"),
    "chart-heatmap-note": (
        "{answers} {answers:answer|answers} on {days} {days:day|days}.",
        "共 {days} 天作答 {answers} 次。",
    ),
    "chart-less": ("less", "少"),
    "chart-more": ("more", "多"),
    "chart-states": ("Cards", "卡片状态"),
    "chart-hardest": ("Hardest cards", "最难的卡片"),
    "chart-notes": ("Hardest notes", "最难的笔记"),
    "chart-card": ("card", "卡片"),
    "chart-note": ("note", "笔记"),
    "chart-lapses": ("lapses", "忘记"),
    "chart-difficulty": ("difficulty", "难度"),
    "chart-again-share": ("Again", "重来比例"),
    "chart-none": ("No card has come back for a review yet.", "还没有卡片到期复习过。"),
    "chart-none-hard": ("Nothing has been forgotten yet.", "还没有忘记过的卡片。"),
    "chart-day-tip": ("{date}: {count}", "{date}：{count} 次"),
    "chart-made": ("Made by studykit on {date}.", "studykit 生成于 {date}。"),
    "chart-months": (
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
    ),
    "chart-weekdays": ("Mon Tue Wed Thu Fri Sat Sun", "一 二 三 四 五 六 日"),
    # commands
    "help-stats-html": (
        "Write the statistics as one page for a browser: no script, nothing loaded from elsewhere.",
        "将统计写成一个网页文件：没有脚本，不加载外部资源。",
    ),
    "stats-html-done": ("Written: {path}", "已写入：{path}"),
    "help-cards-query": (
        "List the cards of the decks, all or those a query finds.\n\n"
        'Words, "a phrase", deck: tag: note: is: rule: by: id:, -word for not; is: new, learning, review, due, '
        "suspended, flagged, leech, retired.\n\n"
        "Examples: studykit cards list gradient is:due -tag:rl; studykit cards list "
        "--deck GRPO --json. Put -- before a query that begins with a hyphen.",
        '列出牌组里的卡片，可加查询条件。\n\n词语、"短语"、deck: tag: note: is: rule: by: id:，-词 表示排除；'
        "is: 可为 new、learning、review、due、suspended、flagged、leech、retired。\n\n"
        "例：studykit cards list 策略 is:due -tag:rl；"
        "studykit cards list --deck GRPO --json。以连字符开头的查询前请加 --。",
    ),
    "help-cards-suspend": (
        "Ask cards no more until `cards unsuspend`: by id, or all that a query finds.\n\n"
        "Example: studykit cards suspend k3f9w2qa7b; studykit cards suspend --query is:leech",
        "暂停卡片，直到 `cards unsuspend`：给出编号，或用查询选出。\n\n"
        "例：studykit cards suspend k3f9w2qa7b；studykit cards suspend --query is:leech",
    ),
    "help-cards-unsuspend": ("Ask suspended cards again.", "恢复已暂停的卡片。"),
    "help-cards-by-query": ("All cards that a query finds.", "查询到的所有卡片。"),
    "help-cards-edit": (
        "Edit a card: opens $EDITOR at its line in the deck file.\n\nExample: studykit cards edit k3f9w2qa7b",
        "编辑卡片：用 $EDITOR 打开牌组文件并定位到该行。\n\n例：studykit cards edit k3f9w2qa7b",
    ),
    "help-cards-add": (
        "Add a card of your own to a deck; without --front it is written in $EDITOR.\n\n"
        'Examples: studykit cards add GRPO --front "Why?" --back "Because."; studykit cards add GRPO '
        '--cloze "It is {{{{c1::this}}}}."',
        "在牌组中添加自己的卡片；不带 --front 时用 $EDITOR 编写。\n\n"
        '例：studykit cards add GRPO --front "为什么？" --back "因为……"；studykit cards add GRPO '
        '--cloze "它是{{{{c1::这个}}}}。"',
    ),
    "help-cards-front": ("The question.", "问题。"),
    "help-cards-back": ("The answer.", "答案。"),
    "help-cards-cloze": ("The text of a cloze, with {{{{c1::…}}}}.", "填空卡的文字，含 {{{{c1::…}}}}。"),
    "help-cards-typed": ("The answer is typed.", "答案需要键入。"),
    "help-cards-heading": ("The heading (##) that it goes under.", "放在哪个标题（##）之下。"),
    "cards-suspended": ("{count} {count:face|faces} suspended.", "已暂停 {count} 个卡面。"),
    "cards-unsuspended": ("{count} {count:face is|faces are} asked again.", "已恢复 {count} 个卡面。"),
    "cards-no-choice": ("Name cards by their ids, or give --query.", "请给出卡片编号，或使用 --query。"),
    "cards-not-cards": (
        "{path}:{line}: only cards may stand here: `Q:` and `A:`, `T:` or options, or `C:`.",
        "{path}:{line}：这里只能写卡片：`Q:` 加 `A:`、`T:` 或选项，或者 `C:`。",
    ),
    "cards-given": ("the new card", "新卡片"),
    "cards-deck-several": ("“{deck}” could be: {known}.", "“{deck}”可能是：{known}。"),
    "cards-fields": (
        "Give --front with --back, or --cloze, or neither to write the card in $EDITOR.",
        "请给出 --front 和 --back，或 --cloze；都不给则用 $EDITOR 编写。",
    ),
    "cards-add-empty": ("Nothing was written; no card is added.", "没有写内容，未添加卡片。"),
    "cards-added": (
        "Added to {file}, line {line}. The next `studykit build` gives it an id; then it is asked.",
        "已添加到 {file} 第 {line} 行。下次 `studykit build` 会给它编号，之后开始出现。",
    ),
    "cards-add-hint": (
        "Write the card below: `Q:` and `A:`, or `C:` with {{{{c1::…}}}}. Lines from `<!--` on are not kept.",
        "在下面写卡片：`Q:` 和 `A:`，或 `C:` 加 {{{{c1::…}}}}。从 `<!--` 起的行不会保留。",
    ),
    "help-web": (
        "The same interface in a browser on this machine.\n\nExample: studykit web --port 0",
        "在本机浏览器里使用同样的界面。\n\n例：studykit web --port 0",
    ),
    "help-web-port": ("The port; 0 takes a free one.", "端口；0 表示自动选择空闲端口。"),
    "web-missing": (
        "`studykit web` needs textual-serve. Install it with: pip install 'studykit[web]'",
        "`studykit web` 需要 textual-serve。请安装：pip install 'studykit[web]'",
    ),
    "web-port": (
        "Port {port} is taken. Leave --port out for a free one.",
        "端口 {port} 已被占用。去掉 --port 即自动选择。",
    ),
    "web-ended": ("The interface was left. What was answered is kept.", "已退出界面。已作答的都会保留。"),
    "web-again": ("Open it again", "重新打开"),
    "web-warning": (
        "{address}\n"
        "There is no login: whoever can use this machine can open that address, review, suspend and delete your cards. "
        "It listens on 127.0.0.1 alone; do not forward the port. Ctrl+C stops.",
        "{address}\n"
        "没有登录保护：能使用这台机器的任何人都可以打开该地址，复习、暂停或删除你的卡片。"
        "它只监听 127.0.0.1，请不要转发端口。按 Ctrl+C 停止。",
    ),
}
