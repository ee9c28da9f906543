/* Enhancement only: every page works without this file. Floor: Chromium 88. */
(function () {
  "use strict";
  var all = function (chosen, within) { return Array.prototype.slice.call((within || document).querySelectorAll(chosen)); };
  var one = function (chosen, within) { return (within || document).querySelector(chosen); };
  var kept = {
    get: function (name) { try { return localStorage.getItem(name); } catch (error) { return null; } },
    set: function (name, value) { try { localStorage.setItem(name, value); } catch (error) { /* private window: not kept */ } }
  };

  /* The summary of errors has the focus, so that it is read out first. */
  var summary = one(".errors");
  if (summary && !location.hash) summary.focus();

  /* Pieces of a page that belong to the pointer: a file may be dropped on its form. */
  all("[data-drop]").forEach(function (zone) {
    var input = one("input[type=file]", zone);
    ["dragenter", "dragover"].forEach(function (name) {
      zone.addEventListener(name, function (event) { event.preventDefault(); zone.classList.add("is-over"); });
    });
    ["dragleave", "drop"].forEach(function (name) {
      zone.addEventListener(name, function () { zone.classList.remove("is-over"); });
    });
    zone.addEventListener("drop", function (event) {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      var target = event.target.closest("input[type=file]") || input;
      target.files = event.dataTransfer.files;
      target.focus();
    });
    zone.addEventListener("submit", function () {
      var button = one("button:not([type=button])", zone);
      zone.setAttribute("aria-busy", "true");
      button.disabled = true;
      button.textContent = zone.dataset.drop || button.textContent;
    });
    window.addEventListener("pageshow", function () { one("button:not([type=button])", zone).disabled = false; });
  });

  /* How many characters are left. */
  all("textarea[maxlength]").forEach(function (area) {
    var told = document.createElement("p");
    told.className = "count";
    told.setAttribute("aria-live", "polite");
    area.after(told);
    var count = function () { told.textContent = "还可以写" + (area.maxLength - area.value.length) + "字"; };
    area.addEventListener("input", count);
    count();
  });

  /* What is typed into a form; files go with the form itself only. */
  var words = function (form) {
    var body = new FormData(form);
    all("input[type=file]", form).forEach(function (input) { body.delete(input.name); });
    return body;
  };

  /* Drafts: every 20 seconds and on leaving, what changed in a form with data-autosave is sent to that address. */
  all("form[data-autosave]").forEach(function (form) {
    var changed = false;
    var told = document.createElement("p");
    told.className = "quiet";
    told.setAttribute("role", "status");
    form.append(told);
    form.addEventListener("input", function () { changed = true; });
    form.addEventListener("submit", function () { changed = false; });
    var save = function () {
      if (!changed) return;
      changed = false;
      fetch(form.dataset.autosave, { method: "POST", body: words(form), credentials: "same-origin", keepalive: true })
        .then(function (answer) {
          if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
          told.textContent = "草稿已保存 " + new Date().toTimeString().slice(0, 5);
        })
        .catch(function () { changed = true; told.textContent = "草稿没有保存成功，稍后再试"; });
    };
    setInterval(save, 20000);
    document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") save(); });
  });

  /* Keys, which can be switched off (WCAG 2.1.4). */
  var KEYS = [["/", "到搜索框"], ["j　k", "下一条、上一条"], ["Enter", "打开这一条"], ["g 再按 l", "回到列表"], ["?", "看这张表"]];
  var rows = function () { return all("[data-rows] > *, .finding"); };
  var at = -1;
  var waiting = false;

  var move = function (step) {
    var lines = rows();
    if (!lines.length) return;
    if (lines[at]) lines[at].removeAttribute("aria-current");
    at = Math.max(0, Math.min(lines.length - 1, at + step));
    lines[at].tabIndex = -1;
    lines[at].setAttribute("aria-current", "true");
    lines[at].focus();
  };

  var show = function () {
    var box = one("#keys") || document.createElement("dialog");
    if (!box.id) {
      box.id = "keys";
      box.setAttribute("aria-labelledby", "keys-title");
      var title = document.createElement("h2");
      title.id = "keys-title";
      title.textContent = "快捷键";
      var list = document.createElement("dl");
      list.className = "facts";
      KEYS.forEach(function (key) {
        var line = document.createElement("div"), name = document.createElement("dt"), does = document.createElement("dd");
        name.textContent = key[0];
        does.textContent = key[1];
        line.append(name, does);
        list.append(line);
      });
      var off = document.createElement("button"), close = document.createElement("button"), foot = document.createElement("p");
      off.type = close.type = "button";
      off.className = close.className = "button is-plain";
      off.textContent = kept.get("keys") === "off" ? "打开快捷键" : "关闭快捷键";
      close.textContent = "返回";
      off.addEventListener("click", function () {
        kept.set("keys", kept.get("keys") === "off" ? "on" : "off");
        off.textContent = kept.get("keys") === "off" ? "打开快捷键" : "关闭快捷键";
      });
      close.addEventListener("click", function () { box.close(); });
      foot.className = "buttons";
      foot.append(off, close);
      box.append(title, list, foot);
      document.body.append(box);
    }
    box.showModal();
  };
  all("[data-keys]").forEach(function (button) { button.hidden = false; button.addEventListener("click", show); });

  document.addEventListener("keydown", function (event) {
    var target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || one("dialog[open]")) return;
    if (kept.get("keys") === "off") return;
    var key = event.key, search = one("input[type=search]"), list = one("[data-list]");
    if (waiting && key === "l" && list) location.href = list.href;
    waiting = key === "g";
    if (key === "/" && search) { event.preventDefault(); search.focus(); }
    else if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "?") show();
    else if (key === "Enter" && rows()[at] === target) { var link = one("a[href]", target); if (link) link.click(); }
  });

  /* The aside of the intake form follows what is typed; without script a button asks for it. */
  all("form[data-ahead]").forEach(function (form) {
    var place = one("#ahead"), timer = 0, asked = 0;
    var show = function (text) {
      while (place.firstChild) place.removeChild(place.firstChild);
      all("body > *", new DOMParser().parseFromString(text, "text/html")).forEach(function (part) { place.append(part); });
    };
    var ask = function () {
      var number = ++asked;
      fetch(form.dataset.ahead, { method: "POST", body: words(form), credentials: "same-origin", redirect: "error" })
        .then(function (answer) { if (!answer.ok) throw new Error(String(answer.status)); return answer.text(); })
        .then(function (text) { if (number === asked) show(text); })
        .catch(function () { /* the aside stays as it was; the button still asks for it */ });
    };
    var soon = function () { clearTimeout(timer); timer = setTimeout(ask, 500); };
    var fit = function () {
      var chosen = one("[name=channel]:checked", form);
      all("[data-channels]", form).forEach(function (part) {
        part.hidden = !!chosen && part.dataset.channels.split(" ").indexOf(chosen.value) < 0 && !one("input", part).value;
      });
    };
    form.addEventListener("input", soon);
    form.addEventListener("submit", function () { clearTimeout(timer); });
    form.addEventListener("change", function () { fit(); soon(); });
    fit();
  });
  all("[data-day]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var field = document.getElementById(button.dataset.for);
      field.value = button.dataset.day;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
  /* How many rows are ticked stands on the button. */
  all("[data-picks]").forEach(function (form) {
    var told = one("[data-picked]", form);
    var count = function () { var n = all("[name=n]:checked", form).length; told.textContent = n ? n + "件" : ""; };
    form.addEventListener("change", count);
    window.addEventListener("pageshow", count);
  });
  all("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
