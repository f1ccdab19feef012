/* Charts stand on the page as drawings. Plotly is fetched only when a reader asks for the interactive chart.
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
      figure.insertBefore(place, figure.querySelector(".under"));
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

  /* The values of a drawing, one by one: by the arrow keys where it has the focus, and under the pointer. The drawing itself
     stays one picture for a screen reader, which hears its description and then what is read out beneath it. */
  function entries(figure, mark) {
    var wanted = { tal: "figure", aar: "year", enhed: "unit", trin: "step" };
    if (!mark.hasAttribute("data-figure") || !figure.dataset.entries) { return ""; }
    var address = new URL(figure.dataset.entries, window.location.href);
    Object.keys(wanted).forEach(function (name) {
      var value = mark.getAttribute("data-" + wanted[name]);
      if (value === "-") { address.searchParams.set("ingen", "enhed"); } else if (value) { address.searchParams.set(name, value); }
    });
    return address.pathname + address.search;
  }

  function walk(figure, drawing) {
    var marks = Array.prototype.slice.call(drawing.querySelectorAll("[data-said]"));
    var readout = figure.querySelector(".readout");
    var at = -1;
    if (!marks.length || !readout) { return; }
    function read(index) {
      if (at >= 0) { marks[at].classList.remove("is-read"); }
      at = index;
      readout.textContent = "";
      if (at < 0) { return; }
      marks[at].classList.add("is-read");
      var behind = entries(figure, marks[at]);
      var said = document.createElement(behind ? "a" : "span");
      said.textContent = marks[at].getAttribute("data-said");
      if (behind) { said.href = behind; }
      readout.appendChild(said);
    }
    drawing.tabIndex = 0;
    drawing.setAttribute("role", "group");
    drawing.setAttribute("aria-label", figure.dataset.walk);
    drawing.addEventListener("keydown", function (event) {
      var next = {
        ArrowRight: Math.min(at + 1, marks.length - 1), ArrowDown: Math.min(at + 1, marks.length - 1),
        ArrowLeft: Math.max(at - 1, 0), ArrowUp: Math.max(at - 1, 0), Home: 0, End: marks.length - 1, Escape: -1
      }[event.key];
      if (next !== undefined) { event.preventDefault(); read(next); }
      var link = event.key === "Enter" && readout.querySelector("a");
      if (link) { link.click(); }
    });
    /* What is read out stays when the focus or the pointer goes on to it: it is a link to the entries behind the value. */
    drawing.addEventListener("pointerover", function (event) {
      var under = marks.indexOf(event.target);
      if (under >= 0) { read(under); }
    });
  }

  function prepare(figure) {
    figure.querySelectorAll(".drawing").forEach(function (drawing) { walk(figure, drawing); });
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

  document.querySelectorAll("figure[data-chart]").forEach(prepare);
}());
