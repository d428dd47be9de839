/** A name out of the world as a part of a step's name, which holds no `/` and no `#`. */
export const stepName = (name: string): string => name.replace(/[%/#]/g, encodeURIComponent);
