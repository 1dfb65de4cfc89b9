// What a visitor takes home. All of it is made on the device.

// The picture as it is shown, without any interface.
export async function saveSnapshot(canvas) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob) save(blob, "photo-to-emoji-snapshot.png");
}

export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
