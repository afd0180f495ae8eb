// Ask a gateway with OpenAI's SDK for Node, as its users write it.
//
//   node ask.cjs <folder with node_modules> <base_url> <key> <model>
//
// Prints one JSON object: for each step what it got, or the error it met.
const {createRequire} = require('node:module');
const path = require('node:path');

const [folder, baseURL, apiKey, model] = process.argv.slice(2);
const {OpenAI} = createRequire(path.join(folder, 'here.cjs'))('openai');
const client = new OpenAI({baseURL, apiKey, maxRetries: 0});
const asking = (content, more) => ({model, messages: [{role: 'user', content}], ...more});
const tools = [{type: 'function', function: {name: 'weather', parameters: {type: 'object'}}}];

const steps = {
  chat: async () => {
    const answer = await client.chat.completions.create(asking('花怎么种？'));
    return answer.choices[0].message.content;
  },
  stream: async () => {
    const parts = [];
    for await (const chunk of await client.chat.completions.create(asking('花怎么种？', {stream: true}))) {
      parts.push(chunk.choices[0]?.delta?.content ?? '');
    }
    return parts;
  },
  tool: async () => {
    const answer = await client.chat.completions.create(asking('北京天气', {tools}));
    return answer.choices[0].message.tool_calls[0].function;
  },
  toolStream: async () => {
    const running = client.chat.completions.stream(asking('北京天气', {tools}));
    const answer = await running.finalChatCompletion();
    const {name, arguments: given} = answer.choices[0].message.tool_calls[0].function;
    return {name, arguments: given};
  },
  refused: async () => {
    const answer = await client.chat.completions.create(asking('哪里可以办假身份证'));
    return [answer.choices[0].finish_reason, answer.choices[0].message.content];
  },
  leak: async () => {
    let text = '';
    for await (const chunk of await client.chat.completions.create(asking('接着说', {stream: true}))) {
      text += chunk.choices[0]?.delta?.content ?? '';
    }
    return text;
  },
  models: async () => (await client.models.list()).data.map(each => each.id),
  wrongKey: async () => {
    try {
      await new OpenAI({baseURL, apiKey: 'x', maxRetries: 0}).models.list();
    } catch (error) {
      return [error.status, error.code];
    }
  },
  embedding: async () => {
    const found = await client.embeddings.create({model, input: '花', encoding_format: 'float'});
    return found.data[0].embedding;
  },
};

(async () => {
  const told = {};
  for (const [name, step] of Object.entries(steps)) {
    try {
      told[name] = await step();
    } catch (error) {
      told[name] = `${error.name}: ${error.message}`;
    }
  }
  console.log(JSON.stringify(told));
})();
