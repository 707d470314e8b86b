package bottest

import (
	"encoding/json"
)

// profile is what the bot has said of itself. Guarded by Server.mu.
type profile struct {
	commands         map[string][]BotCommand // by scope and language
	description      map[string]string       // by language
	shortDescription map[string]string
	menuButton       map[int64]json.RawMessage // by chat; 0 is the default
}

func newProfile() profile {
	return profile{map[string][]BotCommand{}, map[string]string{}, map[string]string{}, map[int64]json.RawMessage{}}
}

type wireMe struct {
	User
	CanJoinGroups           bool `json:"can_join_groups"`
	CanReadAllGroupMessages bool `json:"can_read_all_group_messages"`
	SupportsInlineQueries   bool `json:"supports_inline_queries"`
}

func (s *Server) getMe(*call) answer {
	return fine(wireMe{User: s.config.Bot, CanJoinGroups: true, SupportsInlineQueries: true})
}

// scope is the key of a list of commands: the scope in one form, and the language.
func (c *call) scope() string {
	scope := map[string]any{"type": "default"}
	c.decode("scope", &scope)
	return string(encode(scope)) + c.Fields["language_code"]
}

func (s *Server) setMyCommands(c *call) answer {
	var commands []BotCommand
	c.decode("commands", &commands)
	s.profile.commands[c.scope()] = commands
	return fine(true)
}

func (s *Server) deleteMyCommands(c *call) answer {
	delete(s.profile.commands, c.scope())
	return fine(true)
}

func (s *Server) getMyCommands(c *call) answer {
	return fine(append([]BotCommand{}, s.profile.commands[c.scope()]...))
}

// Commands are the bot's commands of a scope, "default" or another type without a chat, and a language.
func (s *Server) Commands(scope, language string) []BotCommand {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.profile.commands[string(encode(map[string]any{"type": scope}))+language]
}

func (s *Server) setMyDescription(c *call) answer {
	s.profile.description[c.Fields["language_code"]] = c.Fields["description"]
	return fine(true)
}

func (s *Server) getMyDescription(c *call) answer {
	return fine(map[string]string{"description": s.profile.description[c.Fields["language_code"]]})
}

func (s *Server) setMyShortDescription(c *call) answer {
	s.profile.shortDescription[c.Fields["language_code"]] = c.Fields["short_description"]
	return fine(true)
}

func (s *Server) getMyShortDescription(c *call) answer {
	return fine(map[string]string{"short_description": s.profile.shortDescription[c.Fields["language_code"]]})
}

func (s *Server) setChatMenuButton(c *call) answer {
	if c.has("chat_id") {
		if _, a := s.known(c); a != nil {
			return *a
		}
	}
	var button struct {
		Type   string
		WebApp struct{ URL string } `json:"web_app"`
	}
	c.decode("menu_button", &button)
	if button.Type == "web_app" && !checkedWebApp(button.WebApp.URL) {
		c.wrong("menu button: web_app "+button.WebApp.URL+" is no https link", "")
		return badRequest("menu button Web App URL '" + button.WebApp.URL + "' is invalid: Only HTTPS links are allowed")
	}
	s.profile.menuButton[c.Chat] = json.RawMessage(c.Fields["menu_button"])
	return fine(true)
}

func (s *Server) getChatMenuButton(c *call) answer {
	for _, chat := range []int64{c.Chat, 0} {
		if button := s.profile.menuButton[chat]; len(button) > 0 {
			return fine(button)
		}
	}
	return fine(map[string]string{"type": "commands"})
}
