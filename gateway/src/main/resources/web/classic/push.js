// The page of the push demo, as such pages were: asks its back end, again and again, with the last number it was told.
(function () {
  var id = document.getElementById("id").value;
  var timestamp = 0;
  var SANDBOX = "allow-scripts allow-forms allow-popups";

  function ask() {
    var request = new XMLHttpRequest();
    request.onreadystatechange = function () {
      if (request.readyState === 4) {
        setTimeout(ask, answered(request) ? 100 : 2000);
      }
    };
    request.open("GET", "backend.php?id=" + encodeURIComponent(id) + "&timestamp=" + timestamp, true);
    request.send(null);
  }

  // whether the back end is there: one that stops answers with no msg
  function answered(request) {
    var answer;
    try {
      answer = request.status === 200 && JSON.parse(request.responseText);
    } catch (failure) {
      answer = null;
    }
    if (!answer || !answer.msg) {
      return false;
    }
    timestamp = answer.timestamp;
    if (answer.msg.charAt(0) === id.charAt(0)) {
      show("http://" + text(answer.msg.substring(1)));
    }
    return true;
  }

  // what is safe in innerHTML, back to what it was
  function text(html) {
    var area = document.createElement("textarea");
    area.innerHTML = html;
    return area.value;
  }

  function show(url) {
    var link = document.createElement("a");
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener";
    link.appendChild(document.createTextNode(url));
    var item = document.createElement("li");
    item.appendChild(link);
    var list = document.getElementById("pushed");
    list.insertBefore(item, list.firstChild);
    while (list.childNodes.length > 50) {
      list.removeChild(list.lastChild);
    }
    var frame = document.getElementById("shown");
    // a page of this server could use the visitor's session
    frame.setAttribute("sandbox", SANDBOX + (link.host === location.host ? "" : " allow-same-origin"));
    frame.src = url;
  }

  ask();
})();
