/* Charts stand on the page as drawings. Plotly is fetched only when a reader asks for the interactive chart. */
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
        "Reset axes": "Nulstil akserne", "Zoom": "Zoom", "Pan": "Panorér", "Autoscale": "Tilpas", "Zoom in": "Zoom ind",
        "Zoom out": "Zoom ud", "Toggle show closest data on hover": "Vis nærmeste", "Compare data on hover": "Sammenlign"
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

  function prepare(figure) {
    var button = figure.querySelector(".explore");
    var data = document.getElementById(figure.dataset.chart);
    if (!button || !data) { return; }
    var said = figure.querySelector(".explore-said");
    button.hidden = false;
    button.addEventListener("click", function () {
      button.disabled = true;
      said.textContent = said.dataset.loading;
      load(figure.dataset.plotly).then(function (plotly) {
        var drawn = JSON.parse(data.textContent);
        var place = document.createElement("div");
        place.className = "interactive";
        place.tabIndex = -1;
        place.setAttribute("role", "group");
        place.setAttribute("aria-label", figure.querySelector("figcaption").textContent);
        speakDanish(plotly);
        figure.insertBefore(place, button);
        return plotly.newPlot(place, drawn.data, drawn.layout, drawn.config).then(function () {
          figure.classList.add("is-interactive");
          /* The button goes; whoever pressed it with a key goes on from the chart, and not from the top of the page. */
          place.focus({preventScroll: true});
          button.hidden = true;
          said.textContent = said.dataset.ready;
        });
      }).catch(function () {
        button.disabled = false;
        said.textContent = said.dataset.failed;
      });
    });
  }

  document.querySelectorAll("figure[data-chart]").forEach(prepare);
}());
