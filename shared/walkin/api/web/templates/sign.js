// A pad to sign on: what is drawn becomes the file of the input beside it.
function openPad(pad) {
  const canvas = pad.querySelector("canvas"), input = document.getElementById(pad.dataset.for), pen = canvas.getContext("2d");
  const give = files => { input.files = files; input.dispatchEvent(new Event("change", {bubbles: true})); };
  const wipe = () => { pen.fillStyle = "#fff"; pen.fillRect(0, 0, canvas.width, canvas.height); };
  const draw = event => {
    const box = canvas.getBoundingClientRect(), scale = canvas.width / box.width;
    pen.lineTo((event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
    pen.stroke();
  };
  Object.assign(pen, {lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#000"});
  wipe();
  pad.hidden = false;
  canvas.onpointerdown = event => { canvas.setPointerCapture(event.pointerId); pen.beginPath(); draw(event); };
  canvas.onpointermove = event => { if (canvas.hasPointerCapture(event.pointerId)) draw(event); };
  canvas.onpointerup = () => canvas.toBlob(image => {
    const files = new DataTransfer();
    files.items.add(new File([image], "signature.png", {type: "image/png"}));
    give(files.files);
  });
  pad.querySelector("button").onclick = () => { wipe(); give(new DataTransfer().files); };
}
