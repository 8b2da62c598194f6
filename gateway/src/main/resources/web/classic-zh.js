/** The list of the demos below /classic/ in Chinese. See i18n.js. */
export default {
  "Comet demos of old · Halley": "经典 Comet 示例 · Halley",
  "Pages": "页面",
  "Sign in": "登录",
  "Inbox": "收件箱",
  "Chat": "聊天",
  "Clock": "时钟",
  "Transports": "传输方式",
  "Comet demos of old": "经典 Comet 示例",
  "These are the demos with which browsers were taught to wait for a server, as they were. A page written for one of them runs as it is: put it into the folder of `HALLEY_CLASSIC_PAGES` as `NAME/index.html`, and it is at `/classic/NAME/`.":
    "这些是当年让浏览器等待服务器推送的经典示例，格式保持原样。为它们编写的页面无需修改即可运行：将它存为 `HALLEY_CLASSIC_PAGES` 指定文件夹中的 `NAME/index.html`，地址就是 `/classic/NAME/`。",
  "The time in a hidden frame that never ends: once a second a script calls `comet.printServerTime(SECONDS)` of the page around it.":
    "隐藏框架中永不结束的页面：每秒输出一段脚本，调用外层页面的 `comet.printServerTime(SECONDS)`。",
  "Counts from 2 on, once a second, in one answer that never ends.": "在一个永不结束的响应中，从 2 开始每秒计数一次。",
  "Long-poll chat, in the room of the chat of today: `timestamp=` asks for what comes next, `msg=` says something.":
    "长轮询聊天，与现在的聊天共用房间：用 `timestamp=` 取下一条，用 `msg=` 发言。",
  "A page for one user, who is online from then on. `/classic/push?msg=2www.example.com` shows an address to the user 2.":
    "单个用户的页面，打开后该用户即在线。`/classic/push?msg=2www.example.com` 会向用户 2 展示一个网址。",
  "Says which of several keys have changed; `publish=KEY` says that one has.": "告知若干键中哪些有变化；`publish=KEY` 表示某个键已变化。",
  "What a user has not read, as it comes; each message goes to one reader.": "实时输出用户的未读消息；每条消息只交给一个读者。",
};
