/* Charts stand on the page as drawings. Plotly is fetched only when a reader asks for the interactive chart.
   Their values are read out by keyboard and pointer without it: each mark carries its own words from the server.
   Nothing here moves: no figure has transitions, so there is no motion for anyone to ask less of. */
(function () {
  "use strict";

  var loading = null;

  function load(address) {
    if (!loading) {
      loading = new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        script.src = address;
        script.onload = function () { resolve(window.Plotly); };
        script.onerror = function () { loading = null; script.remove(); reject(new Error(address)); };
        document.head.appendChild(script);
      });
    }
    return loading;
  }

  /* Plotly's own Danish is not in its package, and without it the chart falls back to English in silence. */
  function speakDanish(plotly) {
    plotly.register({
      moduleType: "locale",
      name: "da",
      dictionary: {
        "Download plot as a PNG": "Hent diagrammet som PNG", "Download plot": "Hent diagrammet",
        "Preparing image - this may take a few seconds": "Billedet laves – det kan tage et par sekunder",
        "Image download succeeded": "Billedet er hentet",
        "Sorry, there was a problem downloading your image!": "Billedet kunne ikke hentes."
      },
      format: {
        months: ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
          "november", "december"],
        shortMonths: ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
        days: ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"],
        shortDays: ["søn", "man", "tir", "ons", "tor", "fre", "lør"],
        date: "%d-%m-%Y", decimal: ",", thousands: "."
      }
    });
  }

  /* Plotly's drawing has no name of its own: it is given the one of the drawing it stands in for. */
  function makePlace(figure) {
    var place = document.createElement("div");
    var drawing = figure.querySelector(".drawing svg");
    place.className = "interactive";
    place.setAttribute("role", "group");
    place.tabIndex = -1;
    ["aria-labelledby", "aria-describedby"].forEach(function (name) {
      if (drawing && drawing.hasAttribute(name)) { place.setAttribute(name, drawing.getAttribute(name)); }
    });
    return place;
  }

  function explore(figure, data) {
    var button = figure.querySelector(".explore");
    var said = figure.querySelector(".explore-said");
    var place = null;
    figure.dataset.state = "loading";
    /* Not `disabled`: a disabled button drops the focus, and a reader at the keyboard is thrown back to the top. */
    button.setAttribute("aria-disabled", "true");
    said.textContent = said.dataset.loading;
    load(figure.dataset.plotly).then(function (plotly) {
      var drawn = JSON.parse(data.textContent);
      speakDanish(plotly);
      place = makePlace(figure);
      figure.insertBefore(place, button);
      return plotly.newPlot(place, drawn.data, drawn.layout, drawn.config);
    }).then(function () {
      var hadFocus = document.activeElement === button;
      figure.dataset.state = "shown";
      figure.classList.add("is-interactive");
      button.hidden = true;
      said.textContent = said.dataset.ready;
      if (hadFocus) { place.focus({ preventScroll: true }); }
    }).catch(function () {
      if (place) { place.remove(); }
      delete figure.dataset.state;
      button.removeAttribute("aria-disabled");
      said.textContent = said.dataset.failed;
    });
  }

  function prepare(figure) {
    var button = figure.querySelector(".explore");
    var data = document.getElementById(figure.dataset.chart);
    if (!button || !data) { return; }
    var asked = function () { if (!figure.dataset.state) { explore(figure, data); } };
    button.hidden = false;
    button.addEventListener("click", asked);
    /* The keyboard has the button; the drawing itself answers a tap or a click. */
    figure.querySelectorAll(".drawing").forEach(function (drawing) {
      drawing.addEventListener("click", asked);
    });
  }

  var SVG = "http://www.w3.org/2000/svg";

  /* Panel by panel where there are several, and from year to year within each; else as they are drawn. */
  function inOrder(drawing) {
    var groups = [].slice.call(drawing.querySelectorAll("[data-of]"));
    return [].slice.call(drawing.querySelectorAll("[data-said]")).map(function (mark, index) {
      return { mark: mark, group: groups.indexOf(mark.closest("[data-of]")), year: Number(mark.dataset.year || 0), index: index };
    }).sort(function (a, b) {
      return a.group - b.group || a.year - b.year || a.index - b.index;
    }).map(function (found) { return found.mark; });
  }

  function said(mark) {
    var group = mark.closest("[data-of]");
    return (group ? group.dataset.of + ", " : "") + mark.dataset.said;
  }

  /* A frame around a mark; beside it a white rim, so that it is seen on the mark's own colour. */
  function framed(mark) {
    var box = mark.getBBox(), frame = document.createElementNS(SVG, "g");
    ["walk-rim", "walk-at"].forEach(function (name) {
      var rect = document.createElementNS(SVG, "rect");
      rect.setAttribute("class", name);
      rect.setAttribute("x", box.x - 3);
      rect.setAttribute("y", box.y - 3);
      rect.setAttribute("width", box.width + 6);
      rect.setAttribute("height", box.height + 6);
      frame.appendChild(rect);
    });
    mark.ownerSVGElement.appendChild(frame);
    return frame;
  }

  /* The focus stays on the drawing, which is one picture to assistive technology; what is reached is said beneath it. */
  function walkable(drawing, readout) {
    var marks = inOrder(drawing), svg = drawing.querySelector("svg"), frame = null, at = -1;
    if (!marks.length) { return; }

    function show(index) {
      if (frame) { frame.remove(); }
      at = index;
      frame = framed(marks[at]);
      readout.textContent = said(marks[at]);
    }
    function leave() {
      if (frame) { frame.remove(); }
      frame = null;
      at = -1;
      readout.textContent = "";
    }

    drawing.tabIndex = 0;
    drawing.setAttribute("role", "application");
    drawing.setAttribute("aria-labelledby", svg.getAttribute("aria-labelledby"));
    drawing.setAttribute("aria-describedby", svg.getAttribute("aria-describedby") + " " + readout.dataset.hint);
    drawing.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.altKey || event.metaKey) { return; }
      if (event.key === "Escape") { leave(); return; }
      var last = marks.length - 1, to = {
        ArrowRight: Math.min(at + 1, last), ArrowDown: Math.min(at + 1, last),
        ArrowLeft: Math.max(at - 1, 0), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last
      }[event.key];
      if (to !== undefined) { event.preventDefault(); show(to); }
    });
    drawing.addEventListener("focus", function () {
      if (drawing.matches(":focus-visible")) { readout.textContent = document.getElementById(readout.dataset.hint).textContent; }
    });
    drawing.addEventListener("blur", leave);
    drawing.addEventListener("pointerover", function (event) {
      var mark = event.target.closest("[data-said]");
      if (mark) { show(marks.indexOf(mark)); }
    });
    drawing.addEventListener("pointerleave", leave);
  }

  document.querySelectorAll("figure[data-chart]").forEach(function (figure) {
    var readout = figure.querySelector(".walk-said");
    prepare(figure);
    figure.querySelectorAll(".drawing").forEach(function (drawing) {
      if (readout) { walkable(drawing, readout); }
    });
  });
}());
