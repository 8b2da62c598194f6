/** The gateway's pages in Chinese: first what several of them say, then page by page. See i18n.js. */
export default {
  // every page: the bar, and signing in (page.js, ui.js)
  "Pages": "页面",
  "Sign in": "登录",
  "Inbox": "收件箱",
  "Chat": "聊天",
  "Connecting": "连接中",
  "Connected": "已连接",
  "Reconnecting": "重新连接中",
  "Refused": "已被拒绝",
  "Closed": "已关闭",
  "Signed out": "已退出登录",
  "Asking the server …": "正在获取数据…",
  "The server can’t be reached.": "无法连接到服务器。",
  "The server answered {0}.": "服务器返回了 {0}。",
  "Sign in as {0}": "以 {0} 的身份登录",
  "Sign in one more user": "再登录一个用户",
  "User id": "用户 ID",
  "Any short name or number, such as 1 or alice.": "任意简短的名字或数字，例如 1 或 alice。",
  "1 to 64 letters, digits and . _ ~ @ + -, first a letter or digit":
    "1 到 64 个字符，可用字母、数字和 . _ ~ @ + -，以字母或数字开头",
  "Token": "令牌",
  "The operator of this server gives it to you.": "由服务器管理员提供。",
  "Sign-in is open: whoever reaches this server may sign in as any user. `HALLEY_LOGIN=token` closes it.":
    "当前为开放登录：任何能访问此服务器的人都可以用任意用户的身份登录。设置 `HALLEY_LOGIN=token` 可关闭开放登录。",
  "Several users are signed in here": "此浏览器中登录了多个用户",
  "Whose page shall this be?": "要打开哪个用户的页面？",

  // sign in: /
  "Sign in · Halley": "登录 · Halley",
  "Pages that arrive by themselves": "页面自动送达",
  "Halley pushes events from a server to browsers over plain HTTP. Sign in as a user and open that user's page: whatever address is pushed to the user appears there at once. It stays that way through restarts of the server, the network and the browser, and nothing is lost or shown twice.":
    "Halley 通过普通的 HTTP 把事件从服务器推送到浏览器。登录一个用户并打开该用户的页面，推送给该用户的任何网址都会立即在那里显示。即使服务器重启、网络中断或浏览器重新打开，也不会丢失，不会重复。",
  "Signed in here": "已在此登录",
  "Sign out": "退出登录",
  "Sign out {0}": "退出登录 {0}",
  "Where to go next": "接下来",
  "Open {0} and leave it open. Then push an address to the user, from the operator console or with `curl`: the publisher prints a link to the console when it starts. The {1} keeps what has not been read yet, the same on every device. In {2}, the signed-in users talk to each other over the same events.":
    "打开{0}，并让它一直开着。然后从管理控制台或用 `curl` 向该用户推送一个网址，发布端启动时会输出控制台的链接。{1}保存尚未阅读的内容，在每台设备上都一致。在{2}中，已登录的用户可以通过同样的事件互相交谈。",

  // pushed pages: /push
  "Pages · Halley": "页面 · Halley",
  "Pushed pages": "推送的页面",
  "Earlier {0}": "历史 {0}",
  "Open in a new tab": "在新标签页中打开",
  "Pushed before": "推送历史",
  "Close": "关闭",
  "Some earlier pages are no longer kept.": "更早的部分页面已不再保留。",
  "This address isn’t encrypted, so it can’t be shown inside this page.": "此网址未加密，无法在本页面内显示。",
  "Open it in a new tab": "在新标签页中打开",
  "Pages for {0}": "{0} 的页面",
  "Nothing has been pushed yet": "还没有推送内容",
  "The next page for {0} appears here by itself. Leave this open.":
    "下一个推送给 {0} 的页面会自动显示在这里，请保持本页面打开。",

  // inbox: /inbox
  "Inbox · Halley": "收件箱 · Halley",
  "Mark all as read": "全部标为已读",
  "Unread": "未读",
  "Read": "已读",
  "Show more": "显示更多",
  "{0} Notify me while this page is in the background": "{0} 本页面在后台时通知我",
  "{0} What is shown here may be old. This page keeps trying.": "{0} 这里显示的内容可能不是最新的，页面会自动重试。",
  "{0} This page keeps trying.": "{0} 页面会自动重试。",
  "Not marked as read yet. {0} This page keeps trying.": "尚未标为已读。{0} 页面会自动重试。",
  "Not marked as read. {0}": "未能标为已读。{0}",
  "{0} unread": "{0} 条未读",
  "Nothing unread": "没有未读内容",
  "{0} dropped before they were read: an inbox keeps only so many, and only for so long.":
    "有 {0} 条在阅读之前已被清除：收件箱保留的数量和时间都有限。",
  "Nothing has come for {0} yet. What comes appears here by itself.": "{0} 还没有收到内容。新内容会自动显示在这里。",
  "You have read everything.": "已全部读完。",
  "Unread: ": "未读：",
  "from {0}": "来自 {0}",
  "to everybody": "发给所有人",
  "This browser shows no notifications of this site. Its settings for the site can change that.":
    "浏览器不允许本网站显示通知，可在浏览器的网站设置中更改。",
  "{0} unread in the inbox of {1}": "{1} 的收件箱中有 {0} 条未读",
  "Inbox of {0}": "{0} 的收件箱",
};
