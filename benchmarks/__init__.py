"""How fast Samverkan validates and answers, beside the engines that it does not use for it."""
