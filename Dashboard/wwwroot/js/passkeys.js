// Forms with data-passkey request a passkey from the browser and send the response. Hidden where passkeys are unsupported.
const lifetime = 12 * 60 * 1000;
let waiting = null;

const works = () =>
  window.isSecureContext &&
  typeof window.PublicKeyCredential?.parseCreationOptionsFromJSON === "function" &&
  typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";

const say = (form, words) => {
  form.querySelector(".passkey-status").textContent = words;
};

const optionsFor = async form => {
  const token = form.querySelector("input[name=__RequestVerificationToken]").value;
  const answer = await fetch(form.dataset.options, { method: "POST", headers: { RequestVerificationToken: token } });
  if (!answer.ok) throw new Error("no options");
  return answer.json();
};

const send = (form, credential) => {
  form.elements.Credential.value = JSON.stringify(credential);
  form.submit();
};

const use = async (form, more) => {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await optionsFor(form));
  send(form, await navigator.credentials.get({ publicKey, ...more }));
};

const make = async form => {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await optionsFor(form));
  send(form, await navigator.credentials.create({ publicKey }));
};

const wordsFor = (error, isNew) => {
  if (error.name === "InvalidStateError") return "This device already has a passkey for your account.";
  if (error.name === "NotAllowedError") return isNew ? "No passkey was added." : "No passkey was used.";
  return "That did not work. Reload the page and try again.";
};

const press = async form => {
  const isNew = form.dataset.passkey === "new";
  waiting?.abort();
  say(form, "Follow the instructions of your browser.");
  try {
    await (isNew ? make(form) : use(form));
  } catch (error) {
    say(form, wordsFor(error, isNew));
  }
};

// The browser offers passkeys in the field for the name. What it was asked ages, so it is asked again.
const offer = async form => {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  const own = new AbortController();
  waiting = own;
  const again = setTimeout(() => {
    own.abort();
    offer(form);
  }, lifetime);
  try {
    await use(form, { mediation: "conditional", signal: own.signal });
  } catch {
    clearTimeout(again);
  }
};

if (works()) {
  for (const none of document.querySelectorAll("[data-passkey-none]")) none.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", event => {
      event.preventDefault();
      press(form);
    });
    if (form.dataset.autofill) offer(form);
  }
}
