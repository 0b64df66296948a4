(function () {
  "use strict";
  var racine = document.querySelector(".pst");
  var formulaire = racine.querySelector("#filtres");
  var compte = racine.querySelector("#compte");
  var actions = Array.prototype.slice.call(racine.querySelectorAll(".actions > li"));
  var noeuds = Array.prototype.slice.call(racine.querySelectorAll(".noeud"));
  if (!formulaire || !actions.length) { return; }
  function plier(texte) {
    return texte.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[\u2018\u2019]/g, "'");
  }
  var textes = actions.map(function (action) { return plier(action.textContent.replace(/\s+/g, " ")); });
  function filtrer() {
    var mots = plier(formulaire.mots.value).split(/\s+/).filter(Boolean);
    var vus = {}, total = {};
    actions.forEach(function (action, rang) {
      var faits = action.dataset;
      var garde = mots.every(function (mot) { return textes[rang].indexOf(mot) >= 0; }) &&
        (!formulaire.etat.value || faits.etat === formulaire.etat.value) &&
        (!formulaire.service.value || faits.service === formulaire.service.value) &&
        (!formulaire.volet.value || faits.volet === formulaire.volet.value) &&
        (!formulaire.retard.checked || faits.retard === "oui");
      action.hidden = !garde;
      total[faits.action] = true;
      if (garde) { vus[faits.action] = true; }
    });
    noeuds.forEach(function (noeud) {
      noeud.hidden = !noeud.querySelector(".actions > li:not([hidden])") && Object.keys(vus).length < Object.keys(total).length;
    });
    var nombre = Object.keys(vus).length;
    compte.textContent = nombre + (nombre > 1 ? " actions" : " action") + " sur " + Object.keys(total).length;
  }
  formulaire.addEventListener("input", filtrer);
  formulaire.addEventListener("change", filtrer);
  formulaire.addEventListener("submit", function (evenement) { evenement.preventDefault(); filtrer(); });
  formulaire.addEventListener("reset", function () { window.setTimeout(filtrer, 0); });
  formulaire.hidden = false;
  filtrer();
}());
