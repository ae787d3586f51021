-- Takes addresses of mail and bearer tokens out of free text, where no field name gives them away.
function redact(tag, timestamp, record)
    local changed = false
    for _, key in ipairs({ "log", "message", "MESSAGE", "msg" }) do
        local text = record[key]
        if type(text) == "string" then
            local clean = text
                :gsub("[%w%.%%%+%-_]+@[%w%-]+%.[%w%.%-]+", "[mail]")
                :gsub("[Bb]earer%s+[%w%-%._~%+/]+=*", "Bearer [token]")
            if clean ~= text then
                record[key] = clean
                changed = true
            end
        end
    end
    return changed and 2 or 0, timestamp, record
end
