export const explain = () => "";
export const scopeName = () => "";
