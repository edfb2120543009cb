export const greetings = {
  greet({ name, visits }) {
    if (name === "") throw "a person has a name";
    return `Hello ${name}, welcome ${visits === 0 ? "to template-name" : "back"}!`;
  },
};
