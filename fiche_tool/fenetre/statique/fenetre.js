// The window's own script: drops, progress, signs of life. Without it, forms and links do the same, page by page.
"use strict";

const donnee = (nom) => document.querySelector(`meta[name="${nom}"]`)?.content ?? "";
const jeton = donnee("jeton");
const PAR_ENVOI = 8;
const OCTETS_PAR_ENVOI = 60 * 1024 * 1024;
const OCTETS_PAR_FICHIER = 20 * 1024 * 1024;
const FICHIERS = 500;

function dire(texte) {
  const place = document.getElementById("dit");
  if (!place) { return; }
  place.textContent = texte;
  place.hidden = !texte;
}

async function poster(adresse, corps) {
  const reponse = await fetch(adresse, { method: "POST", body: corps, headers: { "X-Jeton": jeton, "Accept": "application/json" } });
  let dit;
  try { dit = await reponse.json(); } catch { throw new Error("La fenêtre n'a pas pu prendre cet envoi\u00a0: déposez moins de fichiers à la fois."); }
  if (!reponse.ok) { throw new Error(dit.phrase); }
  return dit;
}

// --- drops --------------------------------------------------------------------------------------------------------
async function lireEntree(entree) {
  if (entree.isFile) { return [await new Promise((bien, mal) => entree.file(bien, mal))]; }
  const lecteur = entree.createReader();
  const trouves = [];
  for (;;) {
    const lot = await new Promise((bien, mal) => lecteur.readEntries(bien, mal));
    if (!lot.length) { return trouves; }
    for (const une of lot) { trouves.push(...await lireEntree(une)); }
  }
}

async function fichiersDe(transfert) {
  const entrees = [...transfert.items].map((x) => x.webkitGetAsEntry?.()).filter(Boolean);
  if (!entrees.some((x) => x.isDirectory)) { return [...transfert.files]; }
  const trouves = [];
  for (const entree of entrees) { trouves.push(...await lireEntree(entree)); }
  return trouves;
}

function lots(fichiers) {
  const faits = [];
  let lot = [], poids = 0;
  for (const fichier of fichiers) {
    if (lot.length && (lot.length >= PAR_ENVOI || poids + fichier.size > OCTETS_PAR_ENVOI)) { faits.push(lot); lot = []; poids = 0; }
    lot.push(fichier);
    poids += fichier.size;
  }
  if (lot.length) { faits.push(lot); }
  return faits;
}

async function rafraichir() {
  const reponse = await fetch(location.href, { headers: { "Accept": "text/html" } });
  const page = new DOMParser().parseFromString(await reponse.text(), "text/html");
  for (const ou of ["#etat", "#recus", ".etapes"]) {
    const nouveau = page.querySelector(ou), ancien = document.querySelector(ou);
    if (nouveau && ancien && nouveau.outerHTML !== ancien.outerHTML) { ancien.replaceWith(document.adoptNode(nouveau)); }
  }
  brancher(document);
}

async function deposer(zone, fichiers) {
  const suivi = zone.querySelector(".suivi"), barre = zone.querySelector("progress"), bouton = zone.querySelector("button");
  const trop = fichiers.filter((x) => x.size > OCTETS_PAR_FICHIER).map((x) => `«\u00a0${x.name}\u00a0» dépasse 20 Mo\u00a0: laissé de côté.`);
  const bons = fichiers.filter((x) => x.size <= OCTETS_PAR_FICHIER);
  if (bons.length > FICHIERS) { suivi.textContent = `${bons.length} fichiers\u00a0: c'est trop à la fois. Déposez-en ${FICHIERS} au plus.`; return; }
  const place = document.getElementById("instant"), liste = place?.querySelector(".instant");
  if (liste) { liste.replaceChildren(); }
  const dits = [...trop];
  let faits = 0, gardes = 0;
  barre.max = Math.max(bons.length, 1);
  barre.value = 0;
  barre.hidden = false;
  bouton.disabled = true;
  zone.setAttribute("aria-busy", "true");
  try {
    for (const lot of lots(bons)) {
      const corps = new FormData();
      for (const champ of zone.querySelectorAll("input[type=hidden]")) { corps.append(champ.name, champ.value); }
      for (const fichier of lot) { corps.append("fichiers", fichier, fichier.name); }
      suivi.textContent = `${faits} sur ${bons.length}…`;
      const dit = await poster(zone.action, corps);
      faits += lot.length;
      gardes += dit.gardes ?? lot.length;
      barre.value = faits;
      dits.push(...dit.aside);
      if (liste) {
        const lu = new DOMParser().parseFromString(dit.html, "text/html").querySelector(".verdicts");
        liste.append(document.adoptNode(lu));
        place.hidden = false;
      }
    }
    const mots = gardes > 1 ? `${gardes} fichiers déposés et vérifiés.` : `${gardes} fichier déposé et vérifié.`;
    suivi.textContent = [gardes ? mots : "", ...dits].join(" ").trim();
  } catch (faute) {
    suivi.textContent = [faute instanceof TypeError ? "La fenêtre ne répond plus\u00a0: rouvrez fiche_tool, puis recommencez." : faute.message, ...dits].join(" ");
  }
  barre.hidden = true;
  bouton.disabled = false;
  zone.removeAttribute("aria-busy");
  zone.reset();
  if (document.getElementById("recus") && faits) { await rafraichir(); }
}

function brancherZone(zone) {
  const champ = zone.querySelector("input[type=file]"), plusieurs = "zone" in zone.dataset;
  for (const nom of ["dragenter", "dragover"]) {
    zone.addEventListener(nom, (e) => { e.preventDefault(); zone.classList.add("survol"); });
  }
  for (const nom of ["dragleave", "drop"]) {
    zone.addEventListener(nom, (e) => { e.preventDefault(); zone.classList.remove("survol"); });
  }
  zone.addEventListener("drop", async (e) => {
    const fichiers = await fichiersDe(e.dataTransfer);
    if (plusieurs) { await deposer(zone, fichiers); return; }
    champ.files = e.dataTransfer.files;
  });
  if (!plusieurs) { return; }
  zone.querySelector("button").hidden = true;  // choosing is enough
  champ.addEventListener("change", () => { if (champ.files.length) { deposer(zone, [...champ.files]); } });
  zone.addEventListener("submit", (e) => { e.preventDefault(); if (champ.files.length) { deposer(zone, [...champ.files]); } });
}

// --- the rest -----------------------------------------------------------------------------------------------------
function brancher(racine) {
  const neufs = (selecteur) => [...racine.querySelectorAll(selecteur)].filter((x) => !x.dataset.branche && (x.dataset.branche = "oui"));
  neufs("form.zone").forEach(brancherZone);
  for (const forme of neufs("form[data-discret]")) {
    forme.addEventListener("submit", async (e) => {
      e.preventDefault();
      try { dire((await poster(forme.action, new FormData(forme))).phrase); } catch (faute) { dire(faute.message); }
    });
  }
  for (const forme of neufs("form[data-choix]")) {
    forme.querySelector("select").addEventListener("change", () => forme.submit());
    forme.querySelector("button").hidden = true;
  }
  for (const champ of neufs("input[data-coche]")) {
    champ.addEventListener("input", () => { document.getElementById(champ.dataset.coche).checked = true; });
  }
  for (const forme of neufs("form:not([data-zone]):not([data-discret]):not([data-choix])")) {
    forme.addEventListener("submit", () => { setTimeout(() => forme.querySelectorAll("button").forEach((b) => { b.disabled = true; }), 0); });
  }
}

function suivre(section) {
  const mots = section.querySelector(".travail-mots"), barre = section.querySelector("progress");
  const source = new EventSource(section.dataset.travail);
  source.onmessage = (e) => {
    const dit = JSON.parse(e.data);
    if (dit.fini) { source.close(); location.replace(dit.suite); return; }
    mots.textContent = (dit.mots || "Un instant") + (dit.total > 1 ? `\u00a0: ${dit.fait} sur ${dit.total}` : "");
    barre.max = dit.total;
    if (dit.total > 1) { barre.value = dit.fait; } else { barre.removeAttribute("value"); }
  };
  source.onerror = () => { if (source.readyState === EventSource.CLOSED) { location.reload(); } };
}

function vivre() {
  fetch(donnee("vie")).catch(() => dire("La fenêtre s'est fermée\u00a0: rouvrez fiche_tool par son raccourci. Rien de ce qui est fait n'est perdu."));
}

for (const nom of ["dragover", "drop"]) { document.addEventListener(nom, (e) => e.preventDefault()); }
addEventListener("pageshow", (e) => {
  if (!e.persisted) { return; }
  vivre();
  document.querySelectorAll("button[disabled]").forEach((b) => { b.disabled = false; });
});
addEventListener("pagehide", () => {
  const corps = new FormData();
  corps.append("jeton", jeton);
  navigator.sendBeacon(donnee("adieu"), corps);
});
setTimeout(vivre, 3000);  // after the goodbye of the page before, which may come late
setInterval(vivre, 30000);
brancher(document);
document.querySelectorAll("[data-travail]").forEach(suivre);
if (location.hash === "#fait") { document.getElementById("resultat")?.focus({ preventScroll: true }); }
